/** What can be done on machines that run: commands, terminals, consoles, files, measurements. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ShellSession } from '../flavour.ts';
import { createMachineBench, type MachineProject, textOf } from './testing/bench.ts';

const bench = createMachineBench();
const { flavour } = bench;
let project: MachineProject;
let scratch: string;

beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), 'nxc-copied-'));
  project = await bench.makeProject();
  await bench.start(project);
});
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

const on = (node: string) => ({ target: project.target, node });

describe('a channel', () => {
  test('gives outputs and exit codes, and keeps nothing from one command to the next', async () => {
    const channel = await flavour.openChannel(on('server'));
    const outcome = await channel.run('cd /tmp; echo out; echo err >&2; exit 7');
    expect([outcome.exitCode, String(outcome.stdout), String(outcome.stderr)]).toEqual([7, 'out\n', 'err\n']);
    expect(textOf(await channel.run('pwd; cat'))).not.toContain('/tmp');
    const bytes = (await channel.run('head -c 100000 /dev/urandom | tee /tmp/random')).stdout;
    expect(bytes).toHaveLength(100_000);
    const sum = textOf(await channel.run('sha256sum </tmp/random')).split(' ')[0];
    expect(execFileSync('sha256sum', { input: bytes, encoding: 'utf8' })).toContain(sum);
    await channel.close();
  });

  test('kills a command that takes too long, with all it has started, and stays in step', async () => {
    const channel = await flavour.openChannel(on('server'));
    await expect(channel.run('sleep 4321 & sleep 4321', { timeoutMs: 300 })).rejects.toMatchObject({
      code: 'timed-out',
    });
    expect(textOf(await channel.run('ps | grep -c "[s]leep 4321" || true'))).toBe('0\n');
    await channel.close();
  });

  test('is there four times, for several processes, and says who has them all', async () => {
    const other = bench.another();
    const channels = await Promise.all(
      [flavour, other, flavour, other].map((each) => each.openChannel(on('client'))),
    );
    const answers = await Promise.all(
      channels.map((channel, index) => channel.run(`sleep 0.2; echo ${index}`)),
    );
    expect(answers.map(textOf)).toEqual(['0\n', '1\n', '2\n', '3\n']);
    await expect(flavour.openChannel(on('client'))).rejects.toMatchObject({ code: 'conflict' });
    await Promise.all(channels.map((channel) => channel.close()));
    expect(await bench.run(project, 'client', 'echo free')).toBe('free\n');
  });

  test('is taken over from a process that was killed in the middle of a command', async () => {
    const script = join(scratch, 'holder.ts');
    const module = join(import.meta.dirname, 'machineFlavour.ts');
    writeFileSync(
      script,
      `const { createMachineFlavour } = await import(${JSON.stringify(module)});
       const flavour = createMachineFlavour({ name: 'vm', environment: process.env, directories: ${JSON.stringify(bench.directories)} });
       const target = ${JSON.stringify(project.target)};
       const channels = [];
       for (let count = 0; count < 4; count += 1) channels.push(await flavour.openChannel({ target, node: 'client' }));
       for (const channel of channels) channel.run('echo begun >>/tmp/begun; sleep 1000').catch(() => undefined);
       setTimeout(() => console.log('at work'), 300);`,
    );
    const holder = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(holder.stdout, 'data');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    expect(await bench.run(project, 'client', 'cat /tmp/begun')).toBe('begun\n'.repeat(4));
  });

  test('refuses a node that does not exist', async () => {
    await expect(flavour.openChannel(on('nobody'))).rejects.toMatchObject({
      code: 'not-found',
      hint: 'Its nodes are: server, client.',
    });
  });
});

describe('a terminal', () => {
  const size = { columns: 91, rows: 33 };

  test('is a real one, with its size, its exit code, and bytes both ways', async () => {
    const shell = await flavour.openShell(on('server'), size);
    const seen = gather(shell);
    await shell.write(Buffer.from('stty size; tty; echo naïve ✓\r'));
    await expect.poll(seen, { timeout: 20_000 }).toMatch(/33 91[\s\S]*\/dev\/hvc0[\s\S]*naïve ✓/);
    await shell.resize({ columns: 120, rows: 50 });
    await shell.write(Buffer.from('stty size\r'));
    await expect.poll(seen, { timeout: 20_000 }).toContain('50 120');
    await shell.write(Buffer.from('exit 5\r'));
    expect(await shell.exited).toBe(5);
  });

  test('runs a command, as whom one likes', async () => {
    const shell = await flavour.openShell(on('server'), {
      ...size,
      command: ['sh', '-c', 'echo "a  b"; exit 3'],
    });
    const seen = gather(shell);
    expect(await shell.exited).toBe(3);
    expect(seen()).toContain('a  b');
  });

  test('several are there at once, and what runs in one ends when it is closed', async () => {
    const shells = await Promise.all([1, 2, 3].map(() => flavour.openShell(on('server'), size)));
    const [first] = shells;
    await first?.write(Buffer.from('sleep 5432\r'));
    const sleeping = () => bench.run(project, 'server', 'ps | grep -c "[s]leep 5432" || true');
    await expect.poll(sleeping, { timeout: 20_000 }).toBe('1\n');
    for (const shell of shells) shell.close();
    await Promise.all(shells.map((shell) => shell.exited));
    await expect.poll(sleeping, { timeout: 20_000 }).toBe('0\n');
    const again = await flavour.openShell(on('server'), { ...size, command: ['echo', 'fresh'] });
    const seen = gather(again);
    await again.exited;
    expect(seen()).toBe('fresh\r\n');
  });

  test('an endless flood fills no memory, and can be ended', async () => {
    const shell = await flavour.openShell(on('server'), size);
    await shell.write(Buffer.from('yes\r'));
    await new Promise((resolve) => setTimeout(resolve, 2_000));
    expect(
      shell.output.readable && (shell.output as { readableLength?: number }).readableLength,
    ).toBeLessThan(16 * 1024 * 1024);
    shell.close();
    expect(await shell.exited).toBe(null);
  });
});

describe('the console', () => {
  test('has its history since the boot of the machine, and a keyboard', async () => {
    await bench.run(project, 'server', 'echo said-before >/dev/console');
    const session = await flavour.machines?.openConsole(on('server'));
    const other = await bench.another().machines?.openConsole(on('server'));
    if (session === undefined || other === undefined) throw new Error('no consoles');
    const [seen, seenByOther] = [gather(session), gather(other)];
    await session.write(Buffer.from('\r'));
    await session.write(Buffer.from('echo typed-$((40 + 2))\r'));
    await expect.poll(seen, { timeout: 20_000 }).toMatch(/said-before[\s\S]*typed-42/);
    await expect.poll(seenByOther, { timeout: 20_000 }).toContain('typed-42');
    session.close();
    other.close();
    expect(await session.exited).toBe(null);
  });

  test('is the node’s log: whole, its end, or followed until the machine ends', async () => {
    await bench.run(project, 'client', 'for i in 1 2 3; do echo "line $i" >/dev/console; done');
    const tail = await flavour.logs(on('client'), { follow: false, tailLines: 2 });
    expect(await textOfStream(tail)).toBe('line 2\r\nline 3\r\n');
    const followed = textOfStream(await flavour.logs(on('client'), { follow: true }));
    await bench.run(project, 'client', 'echo later >/dev/console');
    await flavour.machines?.power(on('client'), 'crash');
    expect(await followed).toMatch(/line 3\r\nlater\r\n$/);
  });
});

describe('copying', () => {
  test('takes files and folders in and out, whatever is in them', async () => {
    const source = join(scratch, 'tree');
    mkdirSync(join(source, 'sub'), { recursive: true });
    const bytes = Buffer.from(
      Array.from({ length: 300_000 }, (_, index) => (index * 31 + (index >> 8)) % 256),
    );
    writeFileSync(join(source, "it's a file"), bytes);
    writeFileSync(join(source, 'sub', 'empty'), '');
    symlinkSync('../it', join(source, 'sub', 'link'));
    await flavour.copyTo(on('server'), source, '/tmp/there');
    expect(await bench.run(project, 'server', `sha256sum <"/tmp/there/it's a file"`)).toContain(
      execFileSync('sha256sum', { input: bytes, encoding: 'utf8' }).split(' ')[0],
    );
    await flavour.copyFrom(on('server'), '/tmp/there', join(scratch, 'back'));
    expect(readFileSync(join(scratch, 'back', "it's a file")).equals(bytes)).toBe(true);
    expect(readFileSync(join(scratch, 'back/sub/empty'), 'utf8')).toBe('');
    await flavour.copyTo(on('server'), join(source, "it's a file"), '/tmp/');
    await flavour.copyFrom(on('server'), "/tmp/it's a file", scratch);
    expect(readFileSync(join(scratch, "it's a file")).equals(bytes)).toBe(true);
  });

  test('says what is missing, and leaves the channel as it was', async () => {
    await expect(flavour.copyTo(on('server'), join(scratch, 'none'), '/tmp')).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(flavour.copyFrom(on('server'), '/none', scratch)).rejects.toMatchObject({
      code: 'not-found',
    });
    const large = join(scratch, 'large');
    writeFileSync(large, Buffer.alloc(200_000, 'echo oops >>/tmp/oops\n'));
    await expect(flavour.copyTo(on('server'), large, '/dev/null/x')).rejects.toMatchObject({
      code: 'node-failed',
    });
    expect(await bench.run(project, 'server', 'ls /tmp; echo well')).toBe('well\n');
  });
});

test('measurements tell a busy machine from an idle one', async () => {
  const channel = await flavour.openChannel(on('server'));
  const busy = channel.run('while :; do :; done', { timeoutMs: 4_000 }).catch(() => undefined);
  await flavour.stats(project.target);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  const samples = new Map((await flavour.stats(project.target)).map((sample) => [sample.node, sample]));
  expect(samples.get('server')?.cpuPercent).toBeGreaterThan((samples.get('client')?.cpuPercent ?? 100) + 10);
  expect(samples.get('client')?.memoryBytes).toBeGreaterThan(10 * 1024 * 1024);
  await busy;
  await channel.close();
});

function gather({ output }: Pick<ShellSession, 'output'>): () => string {
  const chunks: Buffer[] = [];
  output.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString('utf8');
}

async function textOfStream(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}
