/** Using running nodes: commands, shells, files, logs, statistics. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CommandOutcome, NodeChannel, ShellSession } from '../flavour.ts';
import { createDockerFlavour } from './dockerFlavour.ts';
import { containerOf, docker, sweep } from './testing/dockerCommand.ts';
import { type Fixture, importFixtureImage, makeFixture } from './testing/fixture.ts';
import { recordWork } from './testing/work.ts';

const flavour = createDockerFlavour();
let fixture: Fixture;
const node = () => ({ target: fixture.target, node: 'server' });

beforeAll(async () => {
  importFixtureImage();
  fixture = makeFixture({ roles: { server: {}, plain: { tty: false } } });
  const { target, composeInfo, nodes } = fixture;
  await flavour.start({ target, composeInfo, nodes, reuse: false }, recordWork());
});

afterAll(() => {
  sweep(fixture);
  fixture.remove();
});

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8');
const plain = ({ exitCode, stdout, stderr }: CommandOutcome) => [exitCode, text(stdout), text(stderr)];

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

function processesWith(argument: string): string[] {
  return docker('top', containerOf(fixture, 'server'), '-eo', 'pid,args')
    .split('\n')
    .filter((line) => line.includes(argument));
}

describe('channel', () => {
  let channel: NodeChannel;
  beforeAll(async () => {
    channel = await flavour.openChannel(node());
  });
  afterAll(() => channel.close());

  test('outputs and exit code come apart', async () => {
    expect(plain(await channel.run('echo out; echo err >&2; exit 3'))).toEqual([3, 'out\n', 'err\n']);
    expect(plain(await channel.run('printf "no newline"'))).toEqual([0, 'no newline', '']);
    expect(plain(await channel.run('hostname'))).toEqual([0, 'server\n', '']);
  });

  test('what one command does to its shell, the next does not see', async () => {
    await channel.run('cd /tmp; X=1; exec >/dev/null 2>&1; trap "" TERM; exit 9');
    expect(plain(await channel.run('pwd; echo "[$X]"'))).toEqual([0, '/\n[]\n', '']);
    expect(plain(await channel.run('cat; read line; echo $?'))).toEqual([0, '1\n', '']);
  });

  test.each(['echo "open', 'cat <<END\nopen', 'if true; then', '(', 'case x in'])(
    'a command that is not whole (%s) fails by itself',
    async (command) => {
      const outcome = await channel.run(command, { timeoutMs: 5000 });
      expect(outcome.exitCode + text(outcome.stdout).length).toBeGreaterThan(0);
      expect(plain(await channel.run('echo next'))).toEqual([0, 'next\n', '']);
    },
  );

  test('binary output and ten megabytes come through unchanged', async () => {
    const script =
      'dd if=/dev/urandom of=/tmp/random bs=1M count=10 2>/dev/null; cat /tmp/random; sha256sum /tmp/random >&2';
    const { stdout, stderr } = await channel.run(script);
    expect(stdout.length).toBe(10 * 1024 * 1024);
    const digest = execFileSync('sha256sum', { input: stdout, encoding: 'utf8' }).split(' ')[0];
    expect(text(stderr).split(' ')[0]).toBe(digest);
  });

  test('after a time-out everything that the command began is gone, and the shell works on', async () => {
    const command = 'sleep 4711 & (sleep 4712; echo never) & sleep 4713';
    await expect(channel.run(command, { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'timed-out',
      message: expect.stringContaining('0.2 s'),
      details: { node: 'server' },
    });
    expect(processesWith('sleep 471')).toEqual([]);
    expect(plain(await channel.run('echo next'))).toEqual([0, 'next\n', '']);
  });

  test('a command can be cancelled', async () => {
    const abort = new AbortController();
    const running = channel.run('sleep 4721', { signal: abort.signal });
    await until(() => processesWith('sleep 4721').length > 0);
    abort.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(processesWith('sleep 4721')).toEqual([]);
    expect(plain(await channel.run('echo next'))).toEqual([0, 'next\n', '']);
  });

  test('commands given at once run in their order', async () => {
    const outcomes = await Promise.all([1, 2, 3].map((count) => channel.run(`echo ${count}`)));
    expect(outcomes.map(({ stdout }) => text(stdout))).toEqual(['1\n', '2\n', '3\n']);
  });

  test('endless output is stopped', async () => {
    await expect(channel.run('yes')).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('MiB'),
    });
    expect(plain(await channel.run('echo next'))).toEqual([0, 'next\n', '']);
  });

  test('a closed channel leaves no shell behind', async () => {
    const other = await flavour.openChannel({ ...node(), node: 'plain' });
    await other.run('true');
    await other.close();
    const shells = () =>
      docker('top', containerOf(fixture, 'plain'), '-eo', 'pid,args').includes('nxc-channel');
    await until(() => !shells());
    await expect(other.run('true')).rejects.toMatchObject({ code: 'connection-lost' });
  });

  test('an unknown node is named, with those that there are', async () => {
    await expect(flavour.openChannel({ ...node(), node: 'sever' })).rejects.toMatchObject({
      code: 'not-found',
      hint: expect.stringContaining('server'),
    });
  });
});

describe('shell', () => {
  function collect(shell: ShellSession): () => string {
    let received = '';
    shell.output.on('data', (chunk: Buffer) => {
      received += chunk.toString('utf8');
    });
    return () => received;
  }

  test('has a terminal of the given size that can change, and an exit code', async () => {
    const shell = await flavour.openShell(node(), { columns: 91, rows: 17 });
    const received = collect(shell);
    await shell.write(Buffer.from('stty size\n'));
    await until(() => received().includes('17 91'));
    await shell.resize({ columns: 120, rows: 40 });
    await shell.write(Buffer.from('stty size; exit 4\n'));
    expect(await shell.exited).toBe(4);
    expect(received()).toContain('40 120');
    expect(received()).not.toContain('nxc-shell');
  });

  test('runs a program as another user', async () => {
    const shell = await flavour.openShell(node(), {
      columns: 80,
      rows: 24,
      user: 'guest',
      command: ['id', '-un'],
    });
    const received = collect(shell);
    const outputEnded = once(shell.output, 'end');
    expect(await shell.exited).toBe(0);
    await outputEnded;
    expect(received()).toBe('guest\r\n');
  });

  test('closed, it takes along what runs in it', async () => {
    const shell = await flavour.openShell(node(), { columns: 80, rows: 24 });
    collect(shell);
    await shell.write(Buffer.from('sleep 4731\n'));
    await until(() => processesWith('sleep 4731').length > 0);
    shell.close();
    await shell.exited;
    await until(() => processesWith('sleep 4731').length === 0);
  });

  test('output that nobody reads holds the program', async () => {
    const shell = await flavour.openShell(node(), { columns: 80, rows: 24, command: ['yes'] });
    let received = 0;
    shell.output.on('data', (chunk: Buffer) => {
      received += chunk.length;
    });
    await until(() => received > 0);
    shell.output.pause();
    const ticks = () =>
      docker('top', containerOf(fixture, 'server'), '-eo', 'time,pid,args')
        .split('\n')
        .find((line) => line.trim().endsWith('yes'))
        ?.trim()
        .split(' ')[0];
    let last: string | undefined;
    while (last === undefined || last !== ticks()) {
      last = ticks();
      await new Promise((resolve) => setTimeout(resolve, 1500));
    }
    shell.close();
    shell.output.resume();
    await shell.exited;
  });
});

describe('copy', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nxc-copy-'));

  test('a tree goes into a node and comes back the same', async () => {
    const source = join(folder, 'tree');
    mkdirSync(join(source, 'deep/er'), { recursive: true });
    writeFileSync(join(source, 'deep/er/file'), 'text', { mode: 0o640 });
    writeFileSync(join(source, 'run'), '#!/bin/sh\n', { mode: 0o755 });
    writeFileSync(join(source, 'empty'), '');
    writeFileSync(join(source, `${'n'.repeat(140)}`), 'long name');
    symlinkSync('deep/er/file', join(source, 'link'));
    await flavour.copyTo(node(), source, '/tmp/in/copy');
    await flavour.copyFrom(node(), '/tmp/in/copy', join(folder, 'back'));
    const back = join(folder, 'back');
    expect(readFileSync(join(back, 'deep/er/file'), 'utf8')).toBe('text');
    expect(statSync(join(back, 'deep/er/file')).mode & 0o777).toBe(0o640);
    expect(statSync(join(back, 'run')).mode & 0o777).toBe(0o755);
    expect(readFileSync(join(back, 'empty'), 'utf8')).toBe('');
    expect(readFileSync(join(back, 'n'.repeat(140)), 'utf8')).toBe('long name');
    expect(readlinkSync(join(back, 'link'))).toBe('deep/er/file');
  });

  test('a big file survives both ways', async () => {
    const source = join(folder, 'big');
    writeFileSync(source, Buffer.alloc(30 * 1024 * 1024, 'abcdefg'));
    await flavour.copyTo(node(), source, '/tmp');
    await flavour.copyFrom(node(), '/tmp/big', join(folder, 'big-back'));
    expect(readFileSync(join(folder, 'big-back')).equals(readFileSync(source))).toBe(true);
  });

  test.each([
    ['/nix/store/x', 'permission-denied', 'read-only'],
    ['/dev/null/x', 'node-failed', 'server'],
  ])('to %s it says why not', async (destination, code, part) => {
    const source = join(folder, 'small');
    writeFileSync(source, 'x');
    await expect(flavour.copyTo(node(), source, destination)).rejects.toMatchObject({
      code,
      message: expect.stringContaining(part),
    });
  });

  test('a missing source is named, on either side', async () => {
    await expect(flavour.copyTo(node(), join(folder, 'none'), '/tmp')).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('none'),
    });
    await expect(flavour.copyFrom(node(), '/tmp/none', join(folder, 'x'))).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('/tmp/none'),
    });
  });
});

test.each(['server', 'plain'])('the log of %s is what its init wrote', async (name) => {
  const log = await flavour.logs({ ...node(), node: name }, { follow: false });
  let received = '';
  for await (const chunk of log) received += chunk;
  expect(received.replaceAll('\r', '')).toBe(`${name} is up\n`);
});

test('statistics tell a busy node from an idle one', async () => {
  const channel = await flavour.openChannel(node());
  const busy = channel.run('while :; do :; done', { timeoutMs: 3000 }).catch(() => undefined);
  const samples = await flavour.stats(fixture.target);
  const of = (name: string) => samples.find((sample) => sample.node === name);
  expect(of('server')?.cpuPercent).toBeGreaterThan((of('plain')?.cpuPercent ?? 0) + 5);
  expect(of('plain')?.memoryBytes).toBeGreaterThan(0);
  await busy;
  await channel.close();
});
