/** nxc.json: which composition a project has, and which flavour it is built for by default. */
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { AppError } from '#shared/errors.ts';
import { type FlavourName, flavourNames } from '#shared/model/flavours.ts';
import { parseJsonText } from '#shared/model/jsonText.ts';

export const projectFileName = 'nxc.json';

export interface ProjectFile {
  /** Relative to the project. */
  readonly compositionFile: string;
  readonly defaultFlavour: FlavourName;
}

const fallbackFlavour: FlavourName = 'docker';

const schema = z.looseObject({
  composition: z.string().min(1).optional(),
  default_flavour: z.enum(flavourNames).optional(),
});

/**
 * Reads nxc.json; what it leaves out, or the file itself, is filled in from what is there.
 *
 * @throws AppError `bad-input` with the place of what cannot be understood
 */
export async function readProjectFile(directory: string): Promise<ProjectFile> {
  const file = join(directory, projectFileName);
  const text = await readFile(file, 'utf8').catch(() => '{}');
  const parsed = schema.safeParse(parseJsonText(text, file));
  if (!parsed.success) throw wrongEntry(file, text, parsed.error);
  const { composition, default_flavour: flavour } = parsed.data;
  return {
    compositionFile: composition ?? (await usualCompositionFile(directory)),
    defaultFlavour: flavour ?? fallbackFlavour,
  };
}

async function usualCompositionFile(directory: string): Promise<string> {
  const hasMany = await stat(join(directory, 'compositions.nix')).then(
    () => true,
    () => false,
  );
  return hasMany ? 'compositions.nix' : 'composition.nix';
}

/** Text of a new nxc.json, in upstream's layout. */
export function printProjectFile(entries: Readonly<Record<string, unknown>>): string {
  return `${JSON.stringify(entries, null, 2)}\n`;
}

function wrongEntry(file: string, text: string, error: z.ZodError): AppError {
  const key = String(error.issues[0]?.path[0] ?? '');
  const before = text.slice(0, Math.max(0, text.indexOf(`"${key}"`)));
  const position = {
    file,
    line: before.split('\n').length,
    column: before.length - before.lastIndexOf('\n'),
  };
  const what =
    key === 'default_flavour'
      ? 'the default flavour is none that exists'
      : key === ''
        ? 'this must be a set of entries in { }'
        : `“${key}” has a value that it cannot have`;
  return new AppError('bad-input', `${projectFileName}:${position.line}:${position.column}: ${what}.`, {
    hint:
      key === 'default_flavour'
        ? `Flavours are: ${flavourNames.join(', ')}.`
        : 'It looks like this: { "composition": "composition.nix", "default_flavour": "docker" }',
    details: { position, raw: z.prettifyError(error) },
  });
}
