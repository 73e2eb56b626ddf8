import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Check } from '#shared/contract/system.ts';
import type { WorkContext } from '../jobs/workContext.ts';
import { findKernel } from '../projects/library/kernel.ts';
import { createSystem } from './index.ts';
import { readMachine } from './machine.ts';
import { runRepairStep } from './runRepair.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nxc-system-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function systemIn(environment: NodeJS.ProcessEnv) {
  return createSystem({ environment: { ...process.env, ...environment }, stateDirectory: folder });
}

async function lookFor(id: string, environment: NodeJS.ProcessEnv): Promise<Check> {
  const check = (await systemIn(environment).preflight()).find((candidate) => candidate.id === id);
  if (check === undefined) throw new Error(`no check ${id}`);
  return check;
}

function work(): WorkContext & { lines: string[] } {
  const lines: string[] = [];
  return {
    lines,
    signal: new AbortController().signal,
    report: (progress) => {
      if (progress.type === 'log') lines.push(progress.line);
    },
  };
}

test('on this machine everything that the docker flavour needs is there', async () => {
  const checks = await systemIn({}).preflight('docker');
  expect(checks.filter(({ state }) => state === 'failed')).toEqual([]);
  expect(checks.map(({ id }) => id)).not.toContain('qemu');
  expect(checks.find(({ id }) => id === 'docker')?.description).toMatch(/API \d\.\d+, cgroup v[12]/);
});

test('with an empty PATH what is missing is named', async () => {
  const checks = await systemIn({
    PATH: folder,
    HOME: folder,
    NXC_BUSYBOX: join(folder, 'absent'),
  }).preflight();
  const failed = checks.filter(({ state }) => state === 'failed').map(({ id }) => id);
  expect(failed).toEqual(expect.arrayContaining(['busybox', 'git']));
});

test('a nix that is too old, or does not run, is told from one that is missing', async () => {
  await writeFile(join(folder, 'nix'), '#!/bin/sh\necho "nix (Nix) 2.3.16"\n', { mode: 0o755 });
  expect(await lookFor('nix', { PATH: `${folder}:/bin` })).toMatchObject({
    state: 'failed',
    description: expect.stringContaining('2.3.16 is too old'),
  });
  await writeFile(join(folder, 'nix'), '#!/bin/sh\nexit 127\n');
  const broken = await lookFor('nix', { PATH: `${folder}:/bin` });
  expect(broken.description).toContain('does not run');
});

test('a store that cannot be opened fails with nix’s own reason', async () => {
  const check = await lookFor('nix-store', { NIX_REMOTE: `unix://${folder}/no-daemon` });
  expect(check).toMatchObject({ state: 'failed', description: expect.stringContaining('error:') });
});

test('a daemon that is not where DOCKER_HOST says is not started anew', async () => {
  const check = await lookFor('docker', { DOCKER_HOST: `unix://${folder}/absent.sock` });
  expect(check).toMatchObject({
    state: 'failed',
    description: expect.stringContaining('which the variable DOCKER_HOST names'),
    fixes: [],
  });
});

test('a daemon on another machine is refused, as every start would refuse it', async () => {
  const check = await lookFor('docker', { DOCKER_HOST: 'tcp://192.0.2.1:2376' });
  expect(check).toMatchObject({ state: 'failed', description: expect.stringContaining('/nix/store') });
});

test('something else than Docker at the socket is not taken for it', async () => {
  const socket = join(folder, 'other.sock');
  const server = createServer((_, response) => response.end('{"hello":"world"}'));
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  const check = await lookFor('docker', { DOCKER_HOST: `unix://${socket}` });
  server.close();
  expect(check).toMatchObject({
    state: 'failed',
    description: expect.stringContaining('not a Docker daemon'),
  });
});

test('a socket that this user may not use has the group as its fix', async () => {
  const socket = join(folder, 'private.sock');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  await chmod(socket, 0o000);
  await chmod(folder, 0o755);
  const isRoot = process.getuid?.() === 0;
  // Nothing is forbidden to root.
  if (isRoot) process.seteuid?.(65534);
  try {
    const check = await lookFor('docker', { DOCKER_HOST: `unix://${socket}` });
    expect(check.state).toBe('failed');
    expect(check.fixes[0]?.command).toMatch(/usermod -aG docker \S+$/);
  } finally {
    if (isRoot) process.seteuid?.(0);
    server.close();
  }
});

test('a busybox that needs shared libraries is told from one that does not', async () => {
  expect((await lookFor('busybox', {})).state).toBe('passed');
  const dynamic = join(folder, 'busybox');
  await symlink(process.execPath, dynamic);
  const check = await lookFor('busybox', { PATH: folder, NXC_BUSYBOX: dynamic });
  expect(check).toMatchObject({
    state: 'failed',
    description: expect.stringContaining('needs shared libraries'),
  });
});

test('without a kernel, virtual machines fail where they are asked for, with the command that fetches one', async () => {
  const environment = { ...process.env, NXC_HOME: folder, NXC_KERNEL: undefined };
  const system = createSystem({ environment, stateDirectory: folder });
  const installed = (await findKernel(environment, folder)) !== undefined;
  const [check] = (await system.preflight('vm')).filter(({ id }) => id === 'vm-kernel');
  expect(check?.state).toBe(installed ? 'passed' : 'failed');
  if (!installed) expect(check?.fixes[0]?.command).toMatch(/^sh \S+fetch-debian\.sh \S+kernels$/);
  expect(
    (await systemIn({ NXC_KERNEL: join(folder, 'absent') }).preflight('vm-ramdisk')).at(-2),
  ).toMatchObject({
    id: 'vm-kernel',
    state: 'failed',
    description: expect.stringContaining('NXC_KERNEL'),
  });
  const docker = await system.preflight('docker');
  expect(docker.map(({ id }) => id)).not.toContain('vm-kernel');
});

test('a check that does not exist cannot be repaired', async () => {
  const repair = systemIn({}).repair({ checks: ['nonsense'] }, work());
  await expect(repair).rejects.toMatchObject({ code: 'bad-input' });
});

test('a repair step tells what it prints and fails with its last lines', async () => {
  const machine = await readMachine(process.env, folder);
  const context = work();
  const argv = ['sh', '-c', 'echo one; echo two >&2; exit 3'];
  const step = { title: 'Trying', argv, command: argv.join(' '), mayFail: false, until: null };
  await expect(runRepairStep(step, machine, context)).rejects.toMatchObject({
    details: { command: { exitCode: 3, lastLines: ['one', 'two'] } },
  });
  expect(context.lines).toEqual(['one', 'two']);
  await runRepairStep({ ...step, mayFail: true }, machine, context);
  const absent = { ...step, argv: [join(folder, 'absent')] };
  await expect(runRepairStep(absent, machine, context)).rejects.toMatchObject({ code: 'missing-program' });
});

test('a daemon started by hand is waited for', async () => {
  const socket = join(folder, 'docker.sock');
  const pidFile = join(folder, 'docker.pid');
  await mkdir(join(folder, 'root'));
  const environment = { ...process.env, DOCKER_HOST: `unix://${socket}` };
  const machine = await readMachine(environment, folder);
  const daemon = [
    // In name spaces of its own: it removes the network bridge that it finds.
    'unshare --net --mount dockerd --bridge=none --iptables=false --ip-forward=false --storage-driver=vfs',
    `-H unix://${socket} --pidfile ${pidFile} --data-root ${folder}/root --exec-root ${folder}/exec`,
  ].join(' ');
  const argv = ['sh', '-c', `setsid ${daemon} >"$0" 2>&1 </dev/null &`, join(folder, 'dockerd.log')];
  const step = { title: 'Start', argv, command: daemon, mayFail: false, until: 'docker-answers' as const };
  try {
    await runRepairStep(step, machine, work());
    expect(await lookFor('docker', environment)).toMatchObject({ state: 'passed' });
  } finally {
    await stopDaemon(pidFile);
  }
});

test('a daemon that gives up at once is not waited for, and its last words are told', async () => {
  const environment = { ...process.env, DOCKER_HOST: `unix://${folder}/docker.sock` };
  const machine = { ...(await readMachine(environment, folder)), hasSystemd: false };
  const argv = ['sh', '-c', 'echo "failed to start daemon: no room" >"$0"', join(folder, 'dockerd.log')];
  const step = { title: 'Start', argv, command: 'dockerd', mayFail: false, until: 'docker-answers' as const };
  await expect(runRepairStep(step, machine, work())).rejects.toMatchObject({
    code: 'daemon-unreachable',
    hint: expect.stringContaining('no room'),
  });
});

async function stopDaemon(pidFile: string): Promise<void> {
  const pid = Number(await readFile(pidFile, 'utf8'));
  process.kill(pid, 'SIGTERM');
  for (;;) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    await delay(100);
  }
}
