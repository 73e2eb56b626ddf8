/** Volumes of a compose file: its short and long notations. */
import { resolve } from 'node:path';
import type { Service } from './composeInfo.ts';

export type Mount =
  | {
      readonly kind: 'bind';
      readonly source: string;
      readonly target: string;
      readonly options: string;
      /** Whether a missing source is made, as an empty folder: Compose's short notation does, the long one fails. */
      readonly makesSource: boolean;
    }
  | { readonly kind: 'named'; readonly volume: string; readonly target: string; readonly options: string }
  | { readonly kind: 'tmpfs'; readonly target: string };

/** Reads one entry of `volumes`. A relative source counts from `baseDirectory`, as Compose has it. */
export function parseVolume(entry: Service['volumes'][number], baseDirectory: string): Mount {
  if (typeof entry !== 'string') {
    if (entry.type === 'tmpfs') return { kind: 'tmpfs', target: entry.target };
    const options = entry.read_only === true ? 'ro' : 'rw';
    const parsed = mount(entry.source, entry.target, options, baseDirectory);
    return parsed.kind === 'bind' ? { ...parsed, makesSource: false } : parsed;
  }
  const [first = '', second, options = 'rw'] = entry.split(':');
  return second === undefined
    ? mount(undefined, first, 'rw', baseDirectory)
    : mount(first, second, options, baseDirectory);
}

function mount(source: string | undefined, target: string, options: string, baseDirectory: string): Mount {
  if (source === undefined) return { kind: 'named', volume: '', target, options };
  if (/^[/.]/.test(source)) {
    return { kind: 'bind', source: resolve(baseDirectory, source), target, options, makesSource: true };
  }
  return { kind: 'named', volume: source, target, options };
}
