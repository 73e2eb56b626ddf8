/** For tests: the interpreter as it is in the program, woken from the snapshot that the build or a test before made. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../platform/resources.ts';
import { findDriverFiles } from '../driverFiles.ts';
import { interpreterMemory } from '../interpreterMemory.ts';
import { type RunnerOptions, startRunner, type TestRunner } from '../runner.ts';
import { findConfinement } from '../sandbox/confinement.ts';
import { createSnapshots, type SnapshotFolders } from '../sandbox/snapshots.ts';

/** Shared by all tests that are not about snapshots. */
export const snapshotCache = join(packageRoot(), 'node_modules', '.cache', 'nxc-test-scripts');

/** @param folders of snapshots, when they matter */
export async function testRunnerOptions(folders?: SnapshotFolders): Promise<RunnerOptions> {
  const files = findDriverFiles();
  const interpreter = { files, nodeVersion: process.version, memoryBytes: interpreterMemory };
  const usual = { cache: join(snapshotCache, 'python'), built: files.builtSnapshots };
  return {
    node: process.execPath,
    confinement: await findConfinement(),
    snapshots: createSnapshots(folders ?? usual, interpreter),
    ...interpreter,
  };
}

/** Starts an interpreter; it belongs to the caller. */
export async function startTestRunner(signal?: AbortSignal): Promise<TestRunner> {
  return startRunner(await testRunnerOptions(), signal);
}

/** Process ids of the interpreters that this process has started and that are still there. */
export function interpreters(): number[] {
  const { main } = findDriverFiles();
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
    .split(' ')
    .filter((id) => id !== '' && commandLine(id).includes(main))
    .map(Number);
}

function commandLine(id: string): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8');
  } catch {
    // It has ended meanwhile.
    return '';
  }
}
