/** Volumes of a compose file: its short and long notations. */
import type { Service } from './composeInfo.ts';

export type Mount =
  | { readonly kind: 'bind'; readonly source: string; readonly target: string; readonly options: string }
  | { readonly kind: 'named'; readonly volume: string; readonly target: string; readonly options: string }
  | { readonly kind: 'tmpfs'; readonly target: string };

/** Reads one entry of `volumes`. A relative source counts from `baseDirectory`, as Compose has it. */
export function parseVolume(entry: Service['volumes'][number], baseDirectory: string): Mount {
  if (typeof entry !== 'string') {
    if (entry.type === 'tmpfs') return { kind: 'tmpfs', target: entry.target };
    return mount(entry.source, entry.target, entry.read_only === true ? 'ro' : 'rw', baseDirectory);
  }
  const [first = '', second, options = 'rw'] = entry.split(':');
  return second === undefined
    ? mount(undefined, first, 'rw', baseDirectory)
    : mount(first, second, options, baseDirectory);
}

function mount(source: string | undefined, target: string, options: string, baseDirectory: string): Mount {
  if (source === undefined) return { kind: 'named', volume: '', target, options };
  if (source.startsWith('/')) return { kind: 'bind', source, target, options };
  if (source.startsWith('.')) return { kind: 'bind', source: `${baseDirectory}/${source}`, target, options };
  return { kind: 'named', volume: source, target, options };
}
