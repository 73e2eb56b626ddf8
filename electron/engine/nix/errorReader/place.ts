import type { SourcePosition } from '#shared/errors.ts';
import { findOption, type Occurrence } from './identifiers.ts';
import type { Scene } from './rule.ts';

/** Where a name that an error mentions without a place stands, if that can be told. */
export async function findName(
  scene: Scene,
  name: string,
  occurrence: Occurrence = 'only',
): Promise<SourcePosition | undefined> {
  if (scene.position !== undefined) return scene.position;
  for (const file of await likelyFiles(scene)) {
    const source = await scene.sources.read(file);
    const found = source === undefined ? undefined : findOption(source, name, file, occurrence);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first line of the file that an error names without a line, or of the composition. */
export async function beginningOfFile(scene: Scene): Promise<SourcePosition | undefined> {
  const [file] = await likelyFiles(scene);
  return file === undefined ? undefined : { file, line: 1, column: 1 };
}

async function likelyFiles({ layout, sources, compositionFile }: Scene): Promise<string[]> {
  const named = await Promise.all(layout.files.map((file) => sources.locate(file)));
  return [...named, compositionFile].filter((file) => file !== undefined);
}
