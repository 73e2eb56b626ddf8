/** Memory and cores of virtual machines as they are given on the command line. */
import { AppError } from '#shared/errors.ts';

interface Size {
  memoryMib?: number;
  cores?: number;
}

export interface GivenSizes {
  readonly roles: Record<string, Size>;
  readonly nodes: Record<string, Size>;
  /** For every machine that is given none of its own. */
  readonly all: Size;
}

/**
 * Sizes given by `--memory` and `--cores`, as in `512`, `server=512` or `client2=512`.
 *
 * @param roles what is named beside them is a node
 * @returns nothing if none are given
 * @throws AppError `bad-input` for what is no size
 */
export function parseSizes(
  memory: readonly string[],
  cores: readonly string[],
  roles: readonly string[],
): GivenSizes | undefined {
  if (memory.length === 0 && cores.length === 0) return undefined;
  const sizes: GivenSizes = { roles: {}, nodes: {}, all: {} };
  function take(option: string, key: keyof Size, texts: readonly string[]): void {
    for (const text of texts) {
      const match = /^(?:([^=]+)=)?(\d+)$/.exec(text.trim());
      if (match?.[2] === undefined) throw noSize(option, text);
      const [, name, number] = match;
      if (name === undefined) {
        sizes.all[key] = Number(number);
        continue;
      }
      const group = roles.includes(name) ? sizes.roles : sizes.nodes;
      group[name] = { ...group[name], [key]: Number(number) };
    }
  }
  take('--memory', 'memoryMib', memory);
  take('--cores', 'cores', cores);
  return sizes;
}

function noSize(option: string, text: string): AppError {
  const unit = option === '--memory' ? 'MiB' : 'cores';
  return new AppError('bad-input', `“${option} ${text}” is not understood.`, {
    hint: `Give a number of ${unit} (${option} 2), or one for a role or a node (${option} server=2).`,
  });
}
