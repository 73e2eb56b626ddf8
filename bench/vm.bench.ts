/**
 * Virtual machines of the tiny base: how quickly N of them start, booted and from a snapshot, beside plain QEMU command
 * lines in the same run; then what they cost at rest, and how long a command takes.
 * Options: --nodes 1,2,4,8,16
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createMachineFlavour } from '#engine/flavours/vm/machineFlavour.ts';
import { createMachineBuilds } from '#engine/flavours/vm/testing/machineBuilds.ts';
import { measureRest } from './vm/rest.ts';
import { measureStarts } from './vm/starts.ts';

const { values } = parseArgs({ options: { nodes: { type: 'string', default: '1,2,4,8,16' } } });
const home = mkdtempSync(join(tmpdir(), 'nxc-vm-bench-'));
const directories = { state: join(home, 'state'), cache: join(home, 'cache') };
const flavour = createMachineFlavour({ name: 'vm', environment: process.env, directories });
const builds = await createMachineBuilds();
try {
  const bench = { flavour, home, directories, composeInfo: await builds.build('vm') };
  await measureStarts(bench, values.nodes.split(',').map(Number));
  await measureRest(bench);
} finally {
  await builds.close();
  rmSync(home, { recursive: true, force: true });
}
