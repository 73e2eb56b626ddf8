/** Sessions over real programs of this machine; that they are not on a node makes no difference here. */
import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import type { ShellSession } from '../flavours/flavour.ts';
import { createTerminalSession, type Viewer } from './session.ts';

function shell(script: string): ShellSession {
  const child = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  return {
    output: child.stdout,
    write: async (bytes) => {
      child.stdin.write(bytes);
    },
    resize: async () => undefined,
    exited: new Promise((resolve) => child.on('exit', (code) => resolve(code))),
    async close() {
      child.kill();
    },
  };
}

interface Recorder extends Viewer {
  readonly received: () => Buffer;
  readonly ended: Promise<number | null>;
  /** Lets one more write through. */
  release(): void;
}

function recorder(withCredit = true): Recorder {
  const chunks: Uint8Array[] = [];
  const end = Promise.withResolvers<number | null>();
  const waiting: (() => void)[] = [];
  return {
    received: () => Buffer.concat(chunks),
    ended: end.promise,
    release: () => waiting.shift()?.(),
    write(bytes) {
      if (withCredit) {
        chunks.push(bytes);
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        waiting.push(() => {
          chunks.push(bytes);
          resolve();
        });
      });
    },
    end: (exitCode) => end.resolve(exitCode),
    fail: end.reject,
  };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

test('a viewer gets everything, then the exit code', async () => {
  const session = createTerminalSession(shell('printf hello; exit 5'));
  const viewer = recorder();
  session.attach(viewer, 0);
  expect(await viewer.ended).toBe(5);
  expect(viewer.received().toString()).toBe('hello');
});

test('a viewer who comes back by offset misses nothing and gets nothing twice', async () => {
  const session = createTerminalSession(shell('printf one; read -r line; printf "$line"; read -r line'));
  const first = recorder();
  const detach = session.attach(first, 0);
  await until(() => first.received().length === 3);
  detach();
  await session.write(Buffer.from('two\n'));
  const second = recorder();
  session.attach(second, 3);
  await session.write(Buffer.from('\n'));
  expect(await second.ended).toBe(0);
  expect(second.received().toString()).toBe('two');
  expect(first.received().toString()).toBe('one');
});

test('with no viewer the program runs to its end, and its last output is kept', async () => {
  const session = createTerminalSession(shell('head -c 3000000 /dev/zero | tr "\\0" x; printf end'));
  expect(await session.exited).toBe(0);
  const viewer = recorder();
  session.attach(viewer, 0);
  await viewer.ended;
  expect(viewer.received().length).toBe(1024 * 1024);
  expect(session.held()).toEqual({ start: 3_000_003 - 1024 * 1024, end: 3_000_003 });
  expect(viewer.received().subarray(-4).toString()).toBe('xend');
});

test('the slowest viewer holds the program; when it leaves, the others go on', async () => {
  const source = shell('head -c 5000000 /dev/zero | tr "\\0" x');
  const session = createTerminalSession(source);
  const quick = recorder();
  const slow = recorder(false);
  session.attach(quick, 0);
  const detachSlow = session.attach(slow, 0);
  await until(() => source.output.isPaused());
  expect(quick.received().length).toBeLessThan(1024 * 1024);
  for (let count = 0; count < 3; count += 1) slow.release();
  detachSlow();
  expect(await quick.ended).toBe(0);
  expect(quick.received().length).toBe(5_000_000);
});
