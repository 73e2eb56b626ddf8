/** The role distribution as it is given on the command line or in a file. */
import { readFile } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';

/** Nodes per role: how many, or their names. */
export type GivenDistribution = Record<string, number | string[]>;

/** The parts of a distribution given by `-r`, as in `server`, `client=3` or `client=alpha,beta`. */
export function parseRoleOptions(options: readonly string[]): GivenDistribution {
  const distribution: GivenDistribution = {};
  for (const option of options) {
    const at = option.indexOf('=');
    const role = option.slice(0, at).trim();
    const value = option.slice(at + 1).trim();
    if (at < 0 || role === '' || value === '') {
      throw new AppError('bad-input', `“-r ${option}” is not understood.`, {
        hint: 'Give a role and how many nodes it gets (-r client=3), or their names (-r client=alpha,beta).',
      });
    }
    distribution[role] = /^-?\d+(\.\d+)?$/.test(value)
      ? Number(value)
      : value.split(',').map((name) => name.trim());
  }
  return distribution;
}

/** A YAML or JSON file of `role: 3` or `role: [alpha, beta]` entries; upstream's own form. */
export async function readRolesFile(file: string): Promise<GivenDistribution> {
  const text = await readFile(file, 'utf8').catch((cause) => {
    throw new AppError('not-found', `The roles file ${file} cannot be read.`, {
      hint: 'Name a YAML file with lines such as `client: 3` or `client: [alpha, beta]`.',
      cause,
    });
  });
  const { parse } = await import('yaml');
  let value: unknown;
  try {
    value = parse(text);
  } catch (cause) {
    throw new AppError(
      'bad-input',
      `${file} is not YAML: ${cause instanceof Error ? cause.message : cause}`,
      {
        cause,
      },
    );
  }
  if (!isDistribution(value)) {
    throw new AppError('bad-input', `${file} does not give every role a number or a list of host names.`, {
      hint: 'Write lines such as `client: 3` or `client: [alpha, beta]`.',
    });
  }
  return value;
}

function isDistribution(value: unknown): value is GivenDistribution {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every(
    (part) =>
      typeof part === 'number' || (Array.isArray(part) && part.every((name) => typeof name === 'string')),
  );
}
