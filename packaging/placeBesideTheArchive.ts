/** Copies what lies beside the archive into a package that is being made. */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { besideTheArchive, nodeProgram, packagedDescription } from './contents.ts';

/**
 * @param root of the repository, where everything has been built
 * @param resources the package's folder that the archive lies in
 * @param target for which the package is made, in Node's words
 */
export async function placeBesideTheArchive(
  root: string,
  resources: string,
  target: { readonly platform: string; readonly architecture: string },
): Promise<void> {
  const node = nodeProgram(target.platform, target.architecture);
  for (const { from, to } of [...besideTheArchive, ...(node === null ? [] : [node])]) {
    const destination = join(resources, to);
    await mkdir(dirname(destination), { recursive: true });
    await cp(join(root, from), destination, { recursive: true });
  }
  await writePackagedDescription(root, resources);
}

/** Writes a package.json without what only building needs. */
export async function writePackagedDescription(root: string, folder: string): Promise<void> {
  const description: unknown = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const packaged = packagedDescription(description as Record<string, unknown>);
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(packaged, null, 2)}\n`);
}
