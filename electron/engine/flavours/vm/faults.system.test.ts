/** What goes wrong, done for real: the state told afterwards is the truth, and a stop leaves nothing. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { planNodes } from '#shared/model/distribution.ts';
import { recordWork } from '../docker/testing/work.ts';
import { createMachineFlavour } from './machineFlavour.ts';
import { findProcess, findProcessesBelow } from './state/processes.ts';
import { createMachineBench, type MachineProject } from './testing/bench.ts';

const bench = createMachineBench();
const { flavour } = bench;

const statesOf = async ({ directory }: MachineProject) => {
  const [deployment] = await flavour.find(directory);
  return deployment?.nodes.map(({ name, status }) => `${name} ${status.state}`).join(', ');
};
const stop = ({ target }: MachineProject) => flavour.stop(target, recordWork());
const nothingRuns = async () => expect(await findProcessesBelow(bench.directories.state)).toEqual([]);

test('without QEMU it is said what to install', async () => {
  const project = await bench.makeProject();
  const without = bench.another({ ...process.env, PATH: '/nowhere' });
  const { target, composeInfo } = project;
  const request = { target, composeInfo, nodes: planNodes(['server'], {}), reuse: false };
  await expect(without.start(request, recordWork())).rejects.toMatchObject({
    code: 'missing-program',
    hint: expect.stringContaining('nxc doctor'),
  });
  expect(await flavour.find(project.directory)).toEqual([]);
});

test('that machines are emulated is said, and why', async () => {
  const project = await bench.makeProject();
  const work = recordWork();
  await bench.start(project, { work });
  const warnings = work.told.filter(
    (told): told is Extract<JobProgress, { type: 'warning' }> => told.type === 'warning',
  );
  const accelerators = await bench.run(project, 'server', 'grep -m1 "model name" /proc/cpuinfo');
  // On a machine whose KVM works nothing is to be said.
  if (accelerators.includes('QEMU TCG') || accelerators.includes('QEMU Virtual CPU')) {
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringMatching(/emulated in software.*\/dev\/kvm/),
    ]);
  } else expect(warnings).toEqual([]);
});

test('too little memory is said with the numbers before anything starts, and can be overruled', async () => {
  const project = await bench.makeProject();
  const machines = { roles: { client: { memoryMib: 4 * 1024 * 1024 } }, nodes: {} };
  await expect(bench.start(project, { machines })).rejects.toMatchObject({
    code: 'not-enough-memory',
    message: expect.stringMatching(
      /2 machines need up to 4096\.\d GiB .*1 × client at 4096\.0 GiB.* are available/,
    ),
    hint: expect.stringContaining('--anyway'),
  });
  expect(await flavour.find(project.directory)).toEqual([]);
  // Overruled, it is the system that refuses, and only this node.
  const refusal = await bench.start(project, { machines, anyway: true }).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ message: expect.stringContaining('client') });
  await stop(project);
  await nothingRuns();
});

test('sizes for roles and nodes that are not there are refused', async () => {
  const project = await bench.makeProject();
  await expect(
    bench.start(project, { machines: { roles: { serfer: {} }, nodes: {} } }),
  ).rejects.toMatchObject({
    code: 'bad-input',
    hint: 'Roles: server, client. Nodes: server, client.',
  });
});

test('a kernel that panics is told with its own words, the others go on', async () => {
  const project = await bench.makeProject();
  await bench.start(project);
  const channel = await flavour.openChannel({ target: project.target, node: 'client' });
  const dying = channel.run('echo c >/proc/sysrq-trigger');
  await expect(dying).rejects.toMatchObject({
    code: 'node-failed',
    message: expect.stringContaining('panicked: sysrq triggered crash'),
  });
  await expect.poll(() => statesOf(project), { timeout: 20_000 }).toBe('server running, client failed');
  const [deployment] = await flavour.find(project.directory);
  const status = deployment?.nodes[1]?.status;
  if (status?.state !== 'failed') throw new Error('not failed');
  expect(status.error.message).toContain('panicked: sysrq triggered crash');
  expect(status.error.details.command?.lastLines.join('\n')).toContain('Kernel panic');
  expect(await bench.run(project, 'server', 'echo well')).toBe('well\n');
  await bench.start(project);
  expect(await statesOf(project)).toBe('server running, client running');
  await stop(project);
  await nothingRuns();
});

test('a QEMU that was killed is told, and replaced by the next start', async () => {
  const project = await bench.makeProject();
  await bench.start(project);
  for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
    const pid = await findProcess(join(project.runFolder, '2'));
    process.kill(pid ?? 0, signal);
    await expect.poll(() => statesOf(project), { timeout: 20_000 }).toBe('server running, client failed');
    await bench.start(project);
    expect(await statesOf(project)).toBe('server running, client running');
  }
  await stop(project);
  await nothingRuns();
  expect(existsSync(project.runFolder)).toBe(false);
});

test('a QEMU that hangs is told, and ended all the same', async () => {
  const project = await bench.makeProject();
  await bench.start(project);
  const pid = await findProcess(join(project.runFolder, '2'));
  process.kill(pid ?? 0, 'SIGSTOP');
  expect(await statesOf(project)).toBe('server running, client failed');
  await stop(project);
  await nothingRuns();
});

test('a system that does not power off is ended after its grace', async () => {
  const project = await bench.makeProject();
  await bench.start(project);
  await flavour.machines?.power({ target: project.target, node: 'client' }, 'pause');
  await stop(project);
  await nothingRuns();
});

test('a folder that cannot be made is told by its path', async () => {
  const project = await bench.makeProject();
  const blocked = mkdtempSync(join(tmpdir(), 'nxc-blocked-'));
  writeFileSync(join(blocked, 'state'), 'a file');
  const elsewhere = createMachineFlavour({
    name: 'vm',
    environment: process.env,
    directories: { state: join(blocked, 'state'), cache: bench.directories.cache },
  });
  const { target, composeInfo } = project;
  const request = { target, composeInfo, nodes: planNodes(['server'], {}), reuse: false };
  await expect(elsewhere.start(request, recordWork())).rejects.toMatchObject({
    message: expect.stringContaining(join(blocked, 'state')),
  });
  rmSync(blocked, { recursive: true });
});

test('a full disk is told, and nothing is left on it', async () => {
  const project = await bench.makeProject();
  const folder = mkdtempSync(join(tmpdir(), 'nxc-full-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', folder]);
  try {
    const full = createMachineFlavour({
      name: 'vm',
      environment: process.env,
      directories: { state: join(folder, 'state'), cache: bench.directories.cache },
    });
    mkdirSync(join(folder, 'state'));
    const { target, composeInfo } = project;
    const request = { target, composeInfo, nodes: planNodes(['server', 'client'], {}), reuse: false };
    execFileSync('dd', ['if=/dev/zero', `of=${join(folder, 'filler')}`, 'bs=1k', 'count=240'], {
      stdio: 'ignore',
    });
    execFileSync('sh', ['-c', `cat /dev/zero >${join(folder, 'rest')} || true`], { stdio: 'ignore' });
    await expect(full.start(request, recordWork())).rejects.toMatchObject({ code: 'disk-full' });
    expect(await findProcessesBelow(folder)).toEqual([]);
    expect(await full.find(project.directory)).toEqual([]);
  } finally {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  }
});

test('where no snapshot can be made, machines boot and it is said why', async () => {
  const project = await bench.makeProject();
  const cache = mkdtempSync(join(tmpdir(), 'nxc-cache-'));
  writeFileSync(join(cache, 'vm-templates'), 'a file');
  try {
    const booting = createMachineFlavour({
      name: 'vm',
      environment: process.env,
      directories: { state: bench.directories.state, cache },
    });
    const { target, composeInfo } = project;
    const work = recordWork();
    const request = { target, composeInfo, nodes: planNodes(['server', 'client'], {}), reuse: false };
    const deployment = await booting.start(request, work);
    expect(deployment.nodes.map(({ status }) => status.state)).toEqual(['running', 'running']);
    expect(JSON.stringify(work.told)).toContain(
      'No snapshot of the role “client” could be made, its nodes boot one by one',
    );
    expect(await bench.run(project, 'client', 'hostname; ping -c1 -W5 server')).toContain(
      '1 packets received',
    );
  } finally {
    rmSync(cache, { recursive: true });
  }
});

test('ports that are taken are passed over, and two projects at once never meet', async () => {
  const listener = createServer().listen(22_022, '127.0.0.1');
  // Another test's node may have it: taken all the same.
  await once(listener, 'listening').catch(() => undefined);
  try {
    const [one, other] = [await bench.makeProject(), await bench.makeProject()];
    const [first, second] = await Promise.all([bench.start(one), bench.start(other)]);
    const ports = [first, second].flatMap(({ publishedPorts }) =>
      publishedPorts.map(({ hostPort }) => hostPort),
    );
    expect(new Set(ports).size).toBe(ports.length);
    expect(ports).not.toContain(22_022);
    // Both have a node of this name and address: each finds its own.
    await bench.run(one, 'server', 'echo one >/srv/www/who 2>/dev/null || echo one >/tmp/who');
    await flavour.machines?.link({ target: one.target, node: 'server' }, false);
    await expect(bench.run(one, 'client', 'ping -c1 -W1 server')).rejects.toThrow('exit code 1');
    expect(await bench.run(other, 'client', 'ping -c1 -W5 server')).toContain('1 packets received');
  } finally {
    listener.close();
  }
});

test('sixty-four nodes are described to each of them', async () => {
  const project = await bench.makeProject();
  const names = Array.from({ length: 63 }, (_, index) => `client-with-a-rather-long-name-${index + 1}`);
  const nodes = planNodes(['server', 'client'], { client: names });
  const { target, composeInfo } = project;
  let told: Promise<string[]> | undefined;
  // Some of them are enough: what each is told is as long as if all ran.
  const work = recordWork((progress) => {
    if (told !== undefined || progress.type !== 'node' || progress.state !== 'running') return;
    const files = ['/etc/nxc/deployment.json', '/etc/hosts'];
    told = Promise.all(files.map((file) => bench.run(project, progress.node, `cat ${file}`)));
    told.finally(() => work.cancel());
  });
  await expect(
    flavour.start({ target, composeInfo, nodes, reuse: false, anyway: true }, work),
  ).rejects.toMatchObject({ code: 'cancelled' });
  const [deployment = '', hosts] = (await told) ?? [];
  expect(Object.keys(JSON.parse(deployment).deployment)).toHaveLength(64);
  expect(hosts).toContain('192.168.1.64 client-with-a-rather-long-name-63\n');
  await nothingRuns();
  expect(await flavour.find(project.directory)).toEqual([]);
});

test('a build that is gone, or whose machines speak another protocol, is told', async () => {
  const project = await bench.makeProject();
  const file = join(project.directory, 'compose-info.json');
  const request = {
    target: project.target,
    composeInfo: file,
    nodes: planNodes(['server'], {}),
    reuse: false,
  };
  await expect(flavour.start(request, recordWork())).rejects.toMatchObject({ code: 'not-built' });
  writeFileSync(file, '{"all": 1}');
  await expect(flavour.start(request, recordWork())).rejects.toMatchObject({ code: 'bad-input' });
  const all = { kernel: '/k', initrd: '/i' };
  writeFileSync(file, JSON.stringify({ all, compositions_info: {} }));
  await expect(flavour.start(request, recordWork())).rejects.toMatchObject({ code: 'unsupported' });
  chmodSync(file, 0o600);
});
