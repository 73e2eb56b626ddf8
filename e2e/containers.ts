/** What Docker itself says of a project's nodes, and their end whatever became of a test. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Workplace } from './workplace.ts';

const execute = promisify(execFile);

/** Identifiers of the containers that Docker has of a project, running or not; of one node if it is named. */
export async function containersOf(directory: string, node?: string): Promise<readonly string[]> {
  const labels = [`nxc.directory=${directory}`, ...(node === undefined ? [] : [`nxc.node=${node}`])];
  const filters = labels.map((label) => `--filter=label=${label}`);
  const { stdout } = await execute('docker', ['ps', '--all', '--quiet', ...filters]);
  return stdout.split('\n').filter((id) => id !== '');
}

/** Where a test failed before its start there is nothing to stop; that must not hide why it failed. */
export async function stopAll(workplace: Workplace, directory: string): Promise<void> {
  if ((await containersOf(directory)).length > 0) await workplace.nxc('-d', directory, 'stop');
}
