import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { isProcessOf, lookAtProcesses } from './processActivity.ts';

async function until(pid: number, state: string): Promise<void> {
  while (lookAtProcesses(pid).state !== state) await new Promise((resolve) => setTimeout(resolve, 5));
}

test.each([
  ['waits', 'read line', 'asleep'],
  ['computes', 'while :; do :; done', 'working'],
  ['waits for a child that waits', 'sleep 60; true', 'asleep'],
  ['waits for a child that computes', 'sh -c "while :; do :; done"; true', 'working'],
])('a program that %s', async (_name, script, state) => {
  const child = spawn('sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  const pid = child.pid ?? 0;
  try {
    await until(pid, state);
    const first = lookAtProcesses(pid);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const second = lookAtProcesses(pid);
    expect(second.state).toBe(state);
    // At rest nothing has run between the two looks.
    if (state === 'asleep') expect(second).toEqual(first);
  } finally {
    process.kill(-pid, 'SIGKILL');
    await once(child, 'exit');
  }
  expect(lookAtProcesses(pid)).toEqual({ state: 'ended' });
});

test('a process of this machine is not taken for one of a container', () => {
  expect(isProcessOf(process.pid, 'f'.repeat(64))).toBe(false);
  expect(isProcessOf(2 ** 30, '')).toBe(false);
});
