/** The templates that come with the Nix library. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Template } from '#shared/contract/projects.ts';
import { AppError } from '#shared/errors.ts';
import { baseOf } from './lock.ts';

/** How templates/default.nix describes each template to Nix. */
const entry = /^ {4}([\w-]+) = \{\s*path = \.\/[\w-]+;\s*description = "((?:[^"\\]|\\.)*)";/gm;
/** The roles of a composition laid out as nixfmt does, which all of ours are. */
const rolesBlock = /^ {2}roles = \{\n([\s\S]*?)^ {2}\};/m;
const roleName = /^ {4}"?([\w-]+)"? =/gm;

const templatesFolder = (librarySource: string) => join(librarySource, 'templates');

/** Reads the list from the library's own files: no Nix, no network. */
export async function listTemplates(librarySource: string): Promise<Template[]> {
  const folder = templatesFolder(librarySource);
  const list = await readFile(join(folder, 'default.nix'), 'utf8');
  return Promise.all(
    [...list.matchAll(entry)].map(async ([, name = '', description = '']) => {
      const [flake, composition] = await Promise.all([
        readFile(join(folder, name, 'flake.nix'), 'utf8'),
        readFile(join(folder, name, 'composition.nix'), 'utf8'),
      ]);
      return {
        name,
        description: description.replaceAll(/\\(.)/g, '$1'),
        base: baseOf(flake) === 'tiny' ? 'tiny' : 'nixpkgs',
        roles: rolesIn(composition),
      } as const;
    }),
  );
}

function rolesIn(composition: string): string[] {
  const block = rolesBlock.exec(composition)?.[1] ?? '';
  return [...block.matchAll(roleName)].map(([, name = '']) => name);
}

/**
 * The files of a template, relative to its folder.
 *
 * @throws AppError `not-found` that lists what there is
 */
export async function templateFiles(
  librarySource: string,
  name: string,
): Promise<{ folder: string; files: readonly string[] }> {
  const known = await listTemplates(librarySource);
  if (!known.some((template) => template.name === name)) {
    throw new AppError('not-found', `There is no template “${name}”.`, {
      hint: `Templates are: ${known.map((template) => template.name).join(', ')}.`,
    });
  }
  const folder = join(templatesFolder(librarySource), name);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((found) => found.isFile())
    .map((found) => join(found.parentPath, found.name).slice(folder.length + 1))
    .sort();
  return { folder, files };
}
