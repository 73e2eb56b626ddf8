import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FlavourName } from '#shared/model/flavours.ts';

/** Whether a project's own files speak of a flavour: of something built for it, or of something started on it. */
export async function mentions(
  directory: string,
  folder: 'build' | 'deploy',
  flavour: FlavourName,
): Promise<boolean> {
  const names = await readdir(join(directory, folder)).catch((): string[] => []);
  return names.some((name) => name.replace(/\.json$/, '').endsWith(`::${flavour}`));
}
