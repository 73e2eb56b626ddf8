/** Templates: made once, right or not at all, and gone with their build. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recordWork } from '../../docker/testing/work.ts';
import { findProcessesBelow } from '../state/processes.ts';
import { createMachineBench, type MachineProject } from '../testing/bench.ts';

const bench = createMachineBench();
const { flavour, directories } = bench;
const store = join(directories.cache, 'vm-templates');
const templates = () => (existsSync(store) ? readdirSync(store).sort() : []);
const forgetAll = () => rmSync(store, { recursive: true, force: true });

/** A build of the project's own, that can be changed and removed. */
function copyBuild({ composeInfo, directory }: MachineProject): string {
  const copy = join(directory, 'compose-info.json');
  copyFileSync(composeInfo, copy);
  return copy;
}

test('warming makes one for each role, and the next start boots nothing', async () => {
  const project = await bench.makeProject();
  forgetAll();
  const work = recordWork();
  await flavour.warm?.(project.composeInfo, work);
  expect(templates()).toHaveLength(2);
  const made = templates().map((name) => statSync(join(store, name, 'memory')).mtimeMs);
  expect(JSON.parse(readFileSync(join(store, templates()[0] ?? '', 'template.json'), 'utf8'))).toMatchObject({
    composeInfo: project.composeInfo,
    memoryMib: expect.any(Number),
  });
  const start = recordWork();
  await bench.start(project, { distribution: { client: 3 }, work: start });
  expect(JSON.stringify(start.told)).not.toContain('Booting the role');
  // Machines that run have written to their memory, not to the template's.
  await bench.run(project, 'client1', 'head -c 8000000 /dev/urandom >/tmp/much');
  expect(templates().map((name) => statSync(join(store, name, 'memory')).mtimeMs)).toEqual(made);
  expect(await bench.run(project, 'client2', 'ls /tmp')).toBe('');
});

test('another size or another system never uses an old one', async () => {
  const project = await bench.makeProject();
  forgetAll();
  await flavour.warm?.(project.composeInfo, recordWork());
  const before = templates();
  await bench.start(project, { machines: { roles: { client: { memoryMib: 160 } }, nodes: {} } });
  expect(templates().filter((name) => !before.includes(name))).toHaveLength(1);
  const copy = copyBuild(project);
  const info = JSON.parse(readFileSync(copy, 'utf8'));
  const kernel = join(project.directory, 'kernel');
  copyFileSync(info.all.kernel, kernel);
  info.all.kernel = kernel;
  writeFileSync(copy, JSON.stringify(info));
  const known = templates();
  await flavour.warm?.(copy, recordWork());
  expect(templates().filter((name) => !known.includes(name))).toHaveLength(2);
});

test('they go with their build, and when they are forgotten', async () => {
  const project = await bench.makeProject();
  forgetAll();
  const copy = copyBuild(project);
  await flavour.warm?.(copy, recordWork());
  expect(templates()).toHaveLength(2);
  await flavour.forget?.([]);
  expect(templates()).toHaveLength(2);
  rmSync(copy);
  await flavour.forget?.([]);
  expect(templates()).toEqual([]);
  await flavour.warm?.(project.composeInfo, recordWork());
  await flavour.forget?.([project.composeInfo]);
  expect(templates()).toEqual([]);
});

test('a role that asks to boot is booted, and it is said why', async () => {
  const project = await bench.makeProject();
  forgetAll();
  const copy = copyBuild(project);
  const info = JSON.parse(readFileSync(copy, 'utf8'));
  info.compositions_info.composition.roles.client.nxc.template = 'it mounts a disk of another node';
  writeFileSync(copy, JSON.stringify(info));
  const work = recordWork();
  const deployment = await bench.start({ ...project, composeInfo: copy }, { work });
  expect(deployment.nodes.map(({ status }) => status.state)).toEqual(['running', 'running']);
  expect(work.told).toContainEqual({
    type: 'log',
    line: 'Nodes of the role “client” boot: it mounts a disk of another node.',
  });
  expect(templates()).toHaveLength(1);
});

test('two that want the same at once get one', async () => {
  const project = await bench.makeProject();
  forgetAll();
  const works = [recordWork(), recordWork()];
  await Promise.all(works.map((work) => bench.another().warm?.(project.composeInfo, work)));
  const steps = works.flatMap(({ told }) => told).filter(({ type }) => type === 'step');
  expect(steps).toHaveLength(2);
  expect(templates()).toHaveLength(2);
});

test('one that was being made when its maker was killed is swept away and made anew', async () => {
  const project = await bench.makeProject();
  forgetAll();
  const script = join(project.directory, 'warm.ts');
  const module = JSON.stringify(join(import.meta.dirname, '../machineFlavour.ts'));
  writeFileSync(
    script,
    `const { createMachineFlavour } = await import(${module});
     const flavour = createMachineFlavour({ name: 'vm', environment: process.env, directories: ${JSON.stringify(directories)} });
     const report = ({ type }) => { if (type === 'step') setTimeout(() => process.kill(process.pid, 'SIGKILL'), 600); };
     await flavour.warm(${JSON.stringify(project.composeInfo)}, { signal: new AbortController().signal, report });`,
  );
  const maker = spawn(process.execPath, [script], { stdio: 'ignore' });
  await once(maker, 'exit');
  expect((await findProcessesBelow(directories.state)).length).toBeGreaterThan(0);
  await flavour.forget?.([]);
  expect(await findProcessesBelow(directories.state)).toEqual([]);
  expect(templates()).toEqual([]);
  mkdirSync(store, { recursive: true });
  const deployment = await bench.start(project);
  expect(deployment.nodes.map(({ status }) => status.state)).toEqual(['running', 'running']);
});
