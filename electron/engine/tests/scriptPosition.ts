/** Which lines of a composition are the lines of its test script. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where a script's text stands in a file: script line 1 is line `firstLine` there, and so on. */
export interface ScriptPosition {
  readonly file: string;
  readonly firstLine: number;
}

/** How many folders below the project's are searched. */
const searchDepth = 3;
const skippedFolders = new Set(['node_modules', 'build', 'deploy', 'artifact', 'result']);

/** Part of a script's lines that must be found as they are; Nix may have changed the others (`''${`, `${…}`). */
const requiredShare = 0.6;

/**
 * Looks for a built script in the project's Nix files.
 *
 * @returns `null` when no file holds it, e.g. because Nix code has put it together
 */
export async function findScriptPosition(directory: string, script: string): Promise<ScriptPosition | null> {
  for (const file of await nixFiles(directory, searchDepth)) {
    const text = await readFile(file, 'utf8').catch(() => '');
    const firstLine = locateScript(text, script);
    if (firstLine !== null) return { file, firstLine };
  }
  return null;
}

/**
 * Finds a script in the text of a Nix file. Nix strips the indentation of a block, so lines are compared without it.
 *
 * @returns the line of the file, from 1, that holds the script's first line
 */
export function locateScript(nixText: string, script: string): number | null {
  if (!nixText.includes('testScript')) return null;
  const nixLines = nixText.split('\n').map((line) => line.trim());
  const scriptLines = script.split('\n').map((line) => line.trim());
  const wanted = scriptLines.flatMap((line, index) => (line === '' ? [] : [{ line, index }]));
  if (wanted.length === 0) return null;

  // Every equal pair of lines speaks for one offset; the one with most voices is the block's.
  const places = new Map<string, number[]>();
  for (const [index, line] of nixLines.entries()) {
    const known = places.get(line);
    if (known === undefined) places.set(line, [index]);
    else known.push(index);
  }
  const voices = new Map<number, number>();
  for (const { line, index } of wanted) {
    for (const place of places.get(line) ?? []) {
      const offset = place - index;
      voices.set(offset, (voices.get(offset) ?? 0) + 1);
    }
  }
  let best: { offset: number; count: number } | null = null;
  for (const [offset, count] of voices) {
    if (offset >= 0 && (best === null || count > best.count)) best = { offset, count };
  }
  return best !== null && best.count >= wanted.length * requiredShare ? best.offset + 1 : null;
}

async function nixFiles(directory: string, depth: number): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.nix'))
    .map((entry) => join(directory, entry.name));
  if (depth === 0) return files;
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && !skippedFolders.has(entry.name),
  );
  const nested = await Promise.all(
    folders.map((folder) => nixFiles(join(directory, folder.name), depth - 1)),
  );
  return [...files, ...nested.flat()];
}
