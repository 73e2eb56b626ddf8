/** The flavour vm-ramdisk: the same machines, with everything in their memory. */
import { expect, test } from 'vitest';
import { recordWork } from '../docker/testing/work.ts';
import { findProcessesBelow } from './state/processes.ts';
import { createMachineBench } from './testing/bench.ts';

const bench = createMachineBench('vm-ramdisk');

test('machines with their store in memory start from a snapshot, serve each other, and stop', async () => {
  const project = await bench.makeProject();
  const work = recordWork();
  const deployment = await bench.start(project, { work });
  expect(deployment.nodes.map(({ status }) => status.state)).toEqual(['running', 'running']);
  expect(JSON.stringify(work.told)).not.toContain('boot one by one');
  expect(await bench.run(project, 'client', 'wget -qO- http://server')).not.toBe('');
  expect(await bench.flavour.find(project.directory)).toEqual([deployment]);
  await bench.flavour.stop(project.target, recordWork());
  expect(await findProcessesBelow(bench.directories.state)).toEqual([]);
});
