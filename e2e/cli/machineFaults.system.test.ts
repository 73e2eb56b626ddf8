/** A machine that lacks something, or is in the way: said so, and the next command works once it is put right. */
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { boundByFileModes, pathWithout } from './testing/programs.ts';
import { createWorld, nxcProgram, type Project, type World } from './testing/world.ts';

let world: World;
let project: Project;

beforeAll(async () => {
  world = await createWorld();
  project = await world.project();
  expect(await project.nxc('build')).toMatchObject({ exitCode: 0 });
});

afterAll(() => world.remove());

async function expectTheLoopToWork(): Promise<void> {
  expect(await project.nxc('start', '--build')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await project.nxc('stop')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await project.left()).toEqual([]);
}

describe('without Nix', () => {
  let withoutNix: Record<string, string>;

  beforeAll(async () => {
    const PATH = await pathWithout(/^nix/, join(world.folder, 'programs'));
    withoutNix = { PATH, HOME: world.folder };
  });

  test('building says how to get it', async () => {
    const { exitCode, stderr } = await project.nxcWith(withoutNix, 'build');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: Nix is not installed/);
    expect(stderr).toMatch(/^hint: .*nxc doctor/m);
  });

  test('doctor shows the command for this system', async () => {
    const { exitCode, stdout, stderr } = await project.nxcWith(withoutNix, 'doctor');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^✗ Nix: Nix is not installed\. It builds the compositions\.$/m);
    expect(stdout).toMatch(/^ {4}Install the package nix-bin: .*apt-get install -y nix-bin$/m);
    expect(stderr).toContain('nxc doctor --fix');
  });

  test('what is built starts and stops all the same', async () => {
    expect(await project.nxcWith(withoutNix, 'start')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await project.nxcWith(withoutNix, 'status')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await project.nxcWith(withoutNix, 'stop')).toMatchObject({ exitCode: 0, stderr: '' });
  });
});

describe('Docker', () => {
  /** A socket that nobody listens on, as a daemon leaves it that was killed. */
  async function deadSocket(name: string): Promise<string> {
    const path = join(world.folder, name);
    const script =
      'const s = require("net").createServer().listen(process.argv[1], () => process.kill(process.pid, 9))';
    await execa(process.execPath, ['-e', script, path], { reject: false });
    return path;
  }

  test('not running: nxc status says so, and shows what it knows', async () => {
    const DOCKER_HOST = `unix://${await deadSocket('status.sock')}`;
    const { exitCode, stdout } = await project.nxcWith({ DOCKER_HOST }, 'status');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^composition +docker +built .* not known$/m);
    expect(stdout).toMatch(
      /^warning: What runs on docker is not known: Docker does not answer at .*\.sock\.\nhint: .*nxc doctor/m,
    );
  });

  test.each(['start', 'stop', 'exec server -- ls', 'logs server'])('not running: nxc %s', async (line) => {
    const DOCKER_HOST = `unix://${await deadSocket(`${line.slice(0, 4)}.sock`)}`;
    const { exitCode, stderr } = await project.nxcWith({ DOCKER_HOST }, ...line.split(' '));
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: Docker does not answer at .*\.sock\.\nhint: .*nxc doctor/);
  });

  test('closed to this user', async () => {
    const path = await deadSocket('closed.sock');
    await chmod(path, 0);
    const [program = '', ...words] = boundByFileModes([nxcProgram, 'start']);
    const { exitCode, stderr } = await execa(program, words, {
      cwd: project.directory,
      env: { ...world.environment, DOCKER_HOST: `unix://${path}` },
      extendEnv: false,
      reject: false,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^error: You may not use Docker: its socket .* is closed to you\.\nhint: .*usermod -aG docker/,
    );
  });

  test('answers again, and the loop goes on', expectTheLoopToWork);
});

test('a port that is taken is named, with its node', async () => {
  const listener = createServer();
  await new Promise<void>((listening) => listener.listen(0, '0.0.0.0', listening));
  const address = listener.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await project.edit('# dockerPorts.server = [ "8080:80" ];', `dockerPorts.server = [ "${port}:80" ];`);
  const { exitCode, stderr } = await project.nxc('start', '--build');
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    new RegExp(`^error: Port ${port} of this machine, which node “server” publishes, is already taken\\.\n`),
  );
  expect(stderr).toMatch(/^hint: .*dockerPorts/m);
  await new Promise((closed) => listener.close(closed));
  const started = await project.nxc('start');
  expect(started).toMatchObject({ exitCode: 0, stderr: '' });
  expect(started.stdout).toContain(`localhost:${port} → 80`);
  await project.restore();
  await expectTheLoopToWork();
});

/** The build's compose-info with its services changed; returns its file. */
async function changedComposeInfo(change: (service: Record<string, unknown>) => object): Promise<string> {
  const info: Record<string, unknown> = JSON.parse(
    await readFile(join(project.directory, 'build', 'composition::docker'), 'utf8'),
  );
  const composeFile: { services: Record<string, Record<string, unknown>> } = JSON.parse(
    await readFile(String(info['docker-compose-file']), 'utf8'),
  );
  const services = Object.fromEntries(
    Object.entries(composeFile.services).map(([name, service]) => [
      name,
      name === 'client' ? { ...service, ...change(service) } : service,
    ]),
  );
  const files = { info: join(world.folder, 'info.json'), compose: join(world.folder, 'compose.json') };
  await writeFile(files.compose, JSON.stringify({ ...composeFile, services, 'x-nxc': {} }));
  await writeFile(files.info, JSON.stringify({ ...info, 'docker-compose-file': files.compose }));
  return files.info;
}

test('a node that ends at once: its exit code and its last words', async () => {
  const file = await changedComposeInfo(({ command }) => ({
    command: [String(command).replace('/init', '/sw/bin/sh'), '-c', 'echo I cannot live; exit 7'],
  }));
  const { exitCode, stderr } = await project.nxc('start', '--compose-info', file);
  // On a busy machine it may end only after start has looked: then status is what tells.
  if (exitCode !== 0) {
    expect(stderr).toMatch(/^error: Node “client” ended right after its start: its exit code is 7\.\n/);
    expect(stderr).toContain('I cannot live');
    expect(stderr).toMatch(/^hint: /m);
  }
  const status = async () => (await project.nxc('status')).stdout;
  await expect.poll(status, { timeout: 30_000 }).toMatch(/client +client +exited +exit code 7/);
  expect((await project.nxc('logs', 'client')).stdout).toContain('I cannot live');
  await expectTheLoopToWork();
});

test('an image that nobody has', async () => {
  const file = await changedComposeInfo(() => ({ image: 'nxc-no-such-image:latest' }));
  const { exitCode, stderr } = await project.nxc('start', '--compose-info', file);
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: .*nxc-no-such-image:latest/);
  expect(stderr).toMatch(/^hint: .*nxc build/m);
  await expectTheLoopToWork();
});

test('a project that this user may not write to', async () => {
  await rm(join(project.directory, 'build'), { recursive: true, force: true });
  await chmod(project.directory, 0o555);
  const [program = '', ...words] = boundByFileModes([nxcProgram, 'build']);
  const { exitCode, stderr } = await execa(program, words, {
    cwd: project.directory,
    env: world.environment,
    extendEnv: false,
    reject: false,
  });
  expect(exitCode).toBe(1);
  expect(stderr).toMatch(/^error: .*build.* no permission/);
  expect(stderr).toMatch(/^hint: .*writable/m);
  await chmod(project.directory, 0o755);
  await expectTheLoopToWork();
});

test('a full disk: said so, and once there is room the same command works', async () => {
  const folder = join(world.folder, 'small');
  await mkdir(folder);
  await execa('mount', ['-t', 'tmpfs', '-o', 'size=512k', 'tmpfs', folder]);
  try {
    const small = await world.project('small');
    const filler = join(folder, 'filler');
    await execa('dd', ['if=/dev/zero', `of=${filler}`, 'bs=1k'], { reject: false });
    const { exitCode, stderr } = await small.nxc('start', '--build');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/^error: .*(room|full|space)/i);
    expect(stderr).toMatch(/^hint: /m);
    expect(stderr).not.toContain('bug in NXC');
    await rm(filler);
    expect(await small.nxc('start', '--build')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await small.nxc('stop')).toMatchObject({ exitCode: 0, stderr: '' });
  } finally {
    await execa('umount', ['--lazy', folder]);
  }
});
