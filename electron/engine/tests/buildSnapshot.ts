/**
 * A part of `npm run build`: starts the interpreter once, so that its memory comes with the program and no user waits
 * for that. A snapshot that still fits is left as it is.
 */
import { mkdir } from 'node:fs/promises';
import { findNode } from '../platform/findNode.ts';
import { findDriverFiles } from './driverFiles.ts';
import { interpreterMemory } from './interpreterMemory.ts';
import { startRunner } from './runner.ts';
import { findConfinement } from './sandbox/confinement.ts';
import { createSnapshots } from './sandbox/snapshots.ts';

const files = findDriverFiles();
const [node, confinement] = await Promise.all([findNode(), findConfinement()]);
const snapshots = createSnapshots(
  { cache: files.builtSnapshots, built: null },
  { files, nodeVersion: node.version, memoryBytes: interpreterMemory },
);
await mkdir(files.builtSnapshots, { recursive: true });
if ((await snapshots.path()) === null) {
  try {
    const options = { node: node.program, files, memoryBytes: interpreterMemory, confinement, snapshots };
    await (await startRunner(options)).close();
  } catch (error) {
    // The program is whole without it: the first test script starts the interpreter anew and says what is wrong.
    console.warn(`warning: No snapshot of the Python interpreter was made. ${String(error)}`);
  }
}
