/** Starts that are cancelled, killed or come twice: what they have begun is taken back, or found and used. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordWork } from '../docker/testing/work.ts';
import { findProcessesBelow } from './state/processes.ts';
import { createMachineBench, type MachineProject } from './testing/bench.ts';

const bench = createMachineBench();
const { flavour } = bench;

const stop = ({ target }: MachineProject) => flavour.stop(target, recordWork());
const nothingRuns = async () => expect(await findProcessesBelow(bench.directories.state)).toEqual([]);

test('two starts of one deployment at once: the second is told of the first', async () => {
  const project = await bench.makeProject();
  const first = bench.start(project);
  await expect(
    (async () => {
      await expect.poll(() => existsSync(project.runFolder), { timeout: 20_000 }).toBe(true);
      await bench.start(project);
    })(),
  ).rejects.toMatchObject({ code: 'conflict' });
  await first;
});

test('a cancelled start leaves nothing', async () => {
  const project = await bench.makeProject();
  const work = recordWork((progress) => {
    if (progress.type === 'node' && progress.state === 'starting') work.cancel();
  });
  await expect(bench.start(project, { work })).rejects.toMatchObject({ code: 'cancelled' });
  await nothingRuns();
  expect(await flavour.find(project.directory)).toEqual([]);
  expect(readdirSync(join(project.directory, 'deploy'))).toEqual([]);
});

test.each(['starting', 'running'])(
  'what a start that was killed at “%s” has begun is found, used and stopped',
  async (moment) => {
    const project = await bench.makeProject();
    const script = join(project.directory, 'start.ts');
    const module = (name: string) => JSON.stringify(join(import.meta.dirname, name));
    writeFileSync(
      script,
      `const { createMachineFlavour } = await import(${module('machineFlavour.ts')});
     const { planNodes } = await import(${module('../../../../shared/model/distribution.ts')});
     const flavour = createMachineFlavour({ name: 'vm', environment: process.env, directories: ${JSON.stringify(bench.directories)} });
     const report = (told) => { if (told.type === 'node' && told.state === ${JSON.stringify(moment)}) setTimeout(() => process.kill(process.pid, 'SIGKILL'), 60); };
     await flavour.start({ target: ${JSON.stringify(project.target)}, composeInfo: ${JSON.stringify(project.composeInfo)},
       nodes: planNodes(['server', 'client'], { client: 4 }), reuse: false }, { signal: new AbortController().signal, report });
     setTimeout(() => undefined, 10_000);`,
    );
    const starter = spawn(process.execPath, [script], { stdio: ['ignore', 'ignore', 'inherit'] });
    await once(starter, 'exit');
    const [found] = await flavour.find(project.directory);
    expect(found?.nodes.map(({ name }) => name)).toEqual([
      'server',
      'client1',
      'client2',
      'client3',
      'client4',
    ]);
    for (const { status } of found?.nodes ?? []) {
      expect(['running', 'starting', 'failed', 'absent']).toContain(status.state);
    }
    const again = await bench.start(project, { distribution: { client: 4 } });
    expect(again.nodes.map(({ status }) => status.state)).toEqual(Array(5).fill('running'));
    expect(await bench.run(project, 'client4', 'ping -c1 -W5 client1')).toContain('1 packets received');
    await stop(project);
    await nothingRuns();
  },
);
