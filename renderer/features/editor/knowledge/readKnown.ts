import type { KnownOption } from '#shared/model/options.ts';

interface WrittenOption {
  /** With dots between its names. */
  readonly path: string;
  readonly type: string;
  readonly text: string;
  readonly default?: string;
}

/** Options as they are written down in a file. */
export function readKnown(options: readonly WrittenOption[]): KnownOption[] {
  return options.map(({ path, type, text, default: usual = null }) => ({
    path: path.split('.'),
    type,
    text,
    default: usual,
    from: [],
  }));
}
