/** The window placements on disk. They are a convenience: what cannot be read or written is not worth a word. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { noPlacements, type Placements, placements } from './windowPlacement.ts';

export function readPlacements(file: string): Placements {
  try {
    return placements.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return noPlacements;
  }
}

/** Writes before it returns: a window that closes may be the last thing that the app does. */
export function writePlacements(file: string, known: Placements): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(known, null, 2)}\n`);
  } catch (error) {
    console.error(`${file} was not written:`, error);
  }
}
