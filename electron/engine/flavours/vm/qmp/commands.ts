/** The commands of QEMU's protocol that we use, with what they take and answer. */
import * as z from 'zod';

interface Replies {
  'query-status': { readonly status: string };
  'query-migrate': { readonly status?: string | undefined; readonly 'error-desc'?: string | undefined };
  'migrate-set-capabilities': undefined;
  migrate: undefined;
  'migrate-incoming': undefined;
  stop: undefined;
  cont: undefined;
  quit: undefined;
  system_reset: undefined;
  set_link: undefined;
  screendump: undefined;
  /** What it says, also when it does not like the command. */
  'human-monitor-command': string;
}

interface Parameters {
  'migrate-set-capabilities': [{ capabilities: readonly { capability: string; state: boolean }[] }];
  migrate: [{ uri: string }];
  'migrate-incoming': [{ uri: string }];
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
  'query-migrate': z.looseObject({ status: z.string().optional(), 'error-desc': z.string().optional() }),
  'migrate-set-capabilities': nothing,
  migrate: nothing,
  'migrate-incoming': nothing,
  stop: nothing,
  cont: nothing,
  quit: nothing,
  system_reset: nothing,
  set_link: nothing,
  screendump: nothing,
  'human-monitor-command': z.string(),
};
