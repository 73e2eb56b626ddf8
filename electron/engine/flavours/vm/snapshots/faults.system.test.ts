/** Snapshots that do not come to be: the deployment goes on, and nothing half is listed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeEach, expect, test } from 'vitest';
import { recordWork } from '../../docker/testing/work.ts';
import { identifierOf } from '../state/folders.ts';
import { createMachineBench, type MachineProject } from '../testing/bench.ts';
import { saveMachine } from './savedState.ts';

const bench = createMachineBench();
const { flavour, directories } = bench;
let project: MachineProject;
let store: string;

beforeEach(async () => {
  project = await bench.makeProject();
  store = join(directories.state, 'vm-snapshots', identifierOf(project.target));
  await bench.start(project);
});

const create = (work = recordWork()) => flavour.snapshots?.create(project.target, 'first', work);
const states = async () =>
  (await bench.another().find(project.directory))[0]?.nodes.map(({ status }) => status.state);

/** Nothing of a snapshot is there, and the nodes answer. */
async function expectNone(): Promise<void> {
  expect(await states()).toEqual(['running', 'running']);
  expect(await flavour.snapshots?.list(project.target)).toEqual([]);
  expect(await bench.run(project, 'client', 'ping -c1 -W5 server')).toContain('1 packets received');
}

test('cancelled in the middle', async () => {
  const work = recordWork();
  const draft = join(store, '.draft-first', '1.state');
  const timer = setInterval(() => {
    if (existsSync(draft) && statSync(draft).size > 0) work.cancel();
  }, 1);
  await expect(create(work)).rejects.toMatchObject({ code: 'cancelled' });
  clearInterval(timer);
  await expectNone();
  expect(readdirSync(store)).toEqual([]);
  expect(await create()).toMatchObject({ name: 'first' });
});

test('our process is killed in the middle: the next one lets the nodes go on', async () => {
  const note = join(project.runFolder, 'standing-still.json');
  const maker = spawn(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `const { existsSync } = await import('node:fs');
       const { createMachineFlavour } = await import(${JSON.stringify(join(import.meta.dirname, '../machineFlavour.ts'))});
       const flavour = createMachineFlavour({ name: 'vm', environment: process.env, directories: ${JSON.stringify(directories)} });
       setInterval(() => existsSync(${JSON.stringify(join(store, '.draft-first', '1.state'))}) && process.kill(process.pid, 'SIGKILL'), 1);
       await flavour.snapshots.create(${JSON.stringify(project.target)}, 'first', { signal: new AbortController().signal, report: () => undefined });`,
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  );
  const [, signal] = await once(maker, 'exit');
  expect(signal).toBe('SIGKILL');
  expect(existsSync(note)).toBe(true);
  await expectNone();
  expect(existsSync(note)).toBe(false);
  expect(await create()).toMatchObject({ name: 'first' });
  expect(readdirSync(store)).toEqual(['first']);
});

test('a node has a device that cannot be saved', async () => {
  const monitor = (command: string) =>
    flavour.machines?.monitor?.({ target: project.target, node: 'client' }, command);
  const memory = join(project.directory, 'shared');
  await monitor(`object_add memory-backend-file,id=shared,size=1M,mem-path=${memory},share=on`);
  expect(await monitor('device_add ivshmem-plain,memdev=shared,master=off')).toBe('');
  await expect(create()).rejects.toMatchObject({
    code: 'unsupported',
    message: 'Node “client” cannot be saved: one of its devices does not allow it.',
    details: { node: 'client', raw: expect.stringContaining('ivshmem') },
  });
  await expectNone();
});

test('a node does not run', async () => {
  await flavour.machines?.power({ target: project.target, node: 'client' }, 'crash');
  await expect(create()).rejects.toMatchObject({ code: 'node-failed', details: { node: 'client' } });
  expect(await states()).toEqual(['running', 'exited']);
  await flavour.stop(project.target, recordWork());
  await expect(create()).rejects.toMatchObject({ code: 'not-found' });
});

test('the disk is too small, or becomes too small', async () => {
  mkdirSync(store, { recursive: true });
  await execa('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', store]);
  try {
    await expect(create()).rejects.toMatchObject({
      code: 'disk-full',
      message: expect.stringMatching(
        /^A snapshot of 2 nodes takes up to \d+ MiB in .*, and 2 MiB are free\.$/,
      ),
    });
    const machine = { node: 'client', folder: join(project.runFolder, '2') };
    await expect(
      saveMachine(machine, join(store, 'state'), new AbortController().signal),
    ).rejects.toMatchObject({ code: 'disk-full' });
    await expectNone();
  } finally {
    await execa('umount', [store]);
  }
});
