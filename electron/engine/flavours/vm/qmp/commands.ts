/** The commands of QEMU's protocol that we use, with what they take and answer. */
import * as z from 'zod';

interface Replies {
  'query-status': { readonly status: string };
  'query-migrate': {
    readonly status?: string | undefined;
    readonly 'error-desc'?: string | undefined;
    /** Why the machine cannot be saved. */
    readonly 'blocked-reasons'?: readonly string[] | undefined;
  };
  'migrate-set-capabilities': undefined;
  'migrate-set-parameters': undefined;
  migrate: undefined;
  'migrate-incoming': undefined;
  stop: undefined;
  cont: undefined;
  quit: undefined;
  system_reset: undefined;
  'chardev-add': undefined;
  'chardev-remove': undefined;
  'object-add': undefined;
  'object-del': undefined;
  set_link: undefined;
  screendump: undefined;
  /** What it says, also when it does not like the command. */
  'human-monitor-command': string;
}

/** A socket that the machine serves. */
interface SocketBackend {
  readonly type: 'socket';
  readonly data: {
    readonly addr: { readonly type: 'unix'; readonly data: { readonly path: string } };
    readonly server: true;
    readonly wait: false;
  };
}

interface Parameters {
  'migrate-set-capabilities': [{ capabilities: readonly { capability: string; state: boolean }[] }];
  /** Bytes a second. */
  'migrate-set-parameters': [{ 'max-bandwidth': number }];
  migrate: [{ uri: string }];
  'migrate-incoming': [{ uri: string }];
  'chardev-add': [{ id: string; backend: SocketBackend }];
  'chardev-remove': [{ id: string }];
  'object-add': [{ 'qom-type': string; id: string } & Readonly<Record<string, string>>];
  'object-del': [{ id: string }];
  set_link: [{ name: string; up: boolean }];
  screendump: [{ filename: string; format: 'png' }];
  'human-monitor-command': [{ 'command-line': string }];
}

export type QmpCommand = keyof Replies;
export type QmpReply<Name extends QmpCommand> = Replies[Name];
export type QmpParameters<Name extends QmpCommand> = Name extends keyof Parameters ? Parameters[Name] : [];

const nothing = z.unknown().transform(() => undefined);

/** Every reply is checked: another version of QEMU must not be misread. */
export const qmpReplies: { readonly [Name in QmpCommand]: z.ZodType<Replies[Name]> } = {
  'query-status': z.looseObject({ status: z.string() }),
  'query-migrate': z.looseObject({
    status: z.string().optional(),
    'error-desc': z.string().optional(),
    'blocked-reasons': z.array(z.string()).optional(),
  }),
  'migrate-set-capabilities': nothing,
  'migrate-set-parameters': nothing,
  migrate: nothing,
  'migrate-incoming': nothing,
  stop: nothing,
  cont: nothing,
  quit: nothing,
  system_reset: nothing,
  'chardev-add': nothing,
  'chardev-remove': nothing,
  'object-add': nothing,
  'object-del': nothing,
  set_link: nothing,
  screendump: nothing,
  'human-monitor-command': z.string(),
};
