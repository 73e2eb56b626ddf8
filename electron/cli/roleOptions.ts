/** The role distribution as it is given on the command line or in a file. */
import { readFile } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';

/** Nodes per role: how many, or their names. */
export type GivenDistribution = Record<string, number | string[]>;

const rolesFileHint = 'A roles file is YAML with lines such as `client: 3` or `client: [alpha, beta]`.';

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
      hint: rolesFileHint,
      cause,
    });
  });
  return checkDistribution(await parseYaml(text, file), file);
}

async function parseYaml(text: string, file: string): Promise<unknown> {
  const { parse, YAMLParseError } = await import('yaml');
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof YAMLParseError)) throw cause;
    const [place] = cause.linePos ?? [];
    // The place and an excerpt are shown by us, as for every other file.
    const complaint = cause.message.replace(/ at line \d+, column \d+:[\s\S]*$/, '');
    throw new AppError('bad-input', `The roles file is not YAML: ${complaint}.`, {
      hint: rolesFileHint,
      cause,
      details: place === undefined ? {} : { position: { file, line: place.line, column: place.col } },
    });
  }
}

function checkDistribution(value: unknown, file: string): GivenDistribution {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new AppError('bad-input', `The roles file ${file} names no role.`, { hint: rolesFileHint });
  }
  const distribution: GivenDistribution = {};
  for (const [role, part] of Object.entries(value)) {
    if (typeof part !== 'number' && !isListOfNames(part)) throw notAPart(file, role, part);
    distribution[role] = part;
  }
  return distribution;
}

function isListOfNames(part: unknown): part is string[] {
  return Array.isArray(part) && part.every((name) => typeof name === 'string');
}

function notAPart(file: string, role: string, part: unknown): AppError {
  return new AppError(
    'bad-input',
    `In ${file} the role “${role}” has neither a number of nodes nor a list of host names.`,
    {
      hint: typeof part === 'string' ? `For one node of that name write: ${role}: [${part}]` : rolesFileHint,
    },
  );
}
