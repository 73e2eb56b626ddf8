/** One line of Nix's `internal-json` log, as an event. The numbers are those of Nix's `logging.hh`. */
import * as z from 'zod';

export type NixEvent =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'message'; readonly level: number; readonly text: string }
  | { readonly kind: 'build-started'; readonly id: number; readonly derivation: string }
  | { readonly kind: 'substitution-started'; readonly id: number; readonly storePath: string }
  | { readonly kind: 'all-builds-started'; readonly id: number }
  | { readonly kind: 'phase'; readonly id: number; readonly phase: string }
  | { readonly kind: 'log-line'; readonly id: number; readonly line: string }
  | {
      readonly kind: 'progress';
      readonly id: number;
      readonly counts: { done: number; expected: number; running: number; failed: number };
    }
  | { readonly kind: 'stopped'; readonly id: number };

const activityTypes = { builds: 104, build: 105, substitute: 108 } as const;
const resultTypes = { buildLogLine: 101, setPhase: 104, progress: 105, postBuildLogLine: 107 } as const;

const fields = z.array(z.unknown()).default([]);
const lineSchema = z.discriminatedUnion('action', [
  z.object({ action: z.literal('msg'), level: z.number(), msg: z.string() }),
  z.object({ action: z.literal('start'), id: z.number(), type: z.number(), fields }),
  z.object({ action: z.literal('stop'), id: z.number() }),
  z.object({ action: z.literal('result'), id: z.number(), type: z.number(), fields }),
]);

const prefix = '@nix ';

/** `undefined` for what we have no use for; a line outside the protocol comes back as text. */
export function parseNixLine(line: string): NixEvent | undefined {
  if (!line.startsWith(prefix)) return { kind: 'text', text: line };
  const parsed = lineSchema.safeParse(parseJson(line.slice(prefix.length)));
  if (!parsed.success) return undefined;
  const entry = parsed.data;
  switch (entry.action) {
    case 'msg':
      return { kind: 'message', level: entry.level, text: entry.msg };
    case 'stop':
      return { kind: 'stopped', id: entry.id };
    case 'start':
      return startEvent(entry);
    case 'result':
      return resultEvent(entry);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function startEvent(entry: { id: number; type: number; fields: readonly unknown[] }): NixEvent | undefined {
  const { id, type } = entry;
  const subject = entry.fields[0];
  if (type === activityTypes.builds) return { kind: 'all-builds-started', id };
  if (typeof subject !== 'string') return undefined;
  if (type === activityTypes.build) return { kind: 'build-started', id, derivation: subject };
  if (type === activityTypes.substitute) return { kind: 'substitution-started', id, storePath: subject };
  return undefined;
}

const progressFields = z.tuple([z.number(), z.number(), z.number(), z.number()]).rest(z.unknown());

function resultEvent(entry: { id: number; type: number; fields: readonly unknown[] }): NixEvent | undefined {
  const { id, type } = entry;
  const subject = entry.fields[0];
  if (type === resultTypes.progress) {
    const counts = progressFields.safeParse(entry.fields);
    if (!counts.success) return undefined;
    const [done, expected, running, failed] = counts.data;
    return { kind: 'progress', id, counts: { done, expected, running, failed } };
  }
  if (typeof subject !== 'string') return undefined;
  if (type === resultTypes.setPhase) return { kind: 'phase', id, phase: subject };
  if (type === resultTypes.buildLogLine || type === resultTypes.postBuildLogLine) {
    return { kind: 'log-line', id, line: subject };
  }
  return undefined;
}
