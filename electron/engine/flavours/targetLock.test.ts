import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { acquireTargetLock, isTargetLocked } from './targetLock.ts';

const newFolder = () => mkdtempSync(join(tmpdir(), 'nxc-locks-'));

test('of many at once one gets it; the others are told who has it', async () => {
  const folder = newFolder();
  const attempts = await Promise.allSettled(
    Array.from({ length: 8 }, () => acquireTargetLock(folder, 'one', 'started')),
  );
  const won = attempts.filter(({ status }) => status === 'fulfilled');
  expect(won).toHaveLength(1);
  for (const attempt of attempts) {
    if (attempt.status === 'rejected')
      expect(attempt.reason).toMatchObject({ code: 'conflict', retryable: true });
  }
  expect(await isTargetLocked(folder, 'one')).toBe(true);
  for (const attempt of attempts) if (attempt.status === 'fulfilled') await attempt.value.release();
  expect(await isTargetLocked(folder, 'one')).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test('the lock of a killed process counts for nothing', async () => {
  const folder = newFolder();
  const module = join(import.meta.dirname, 'targetLock.ts');
  const script = `
    const { acquireTargetLock } = await import(${JSON.stringify(module)});
    await acquireTargetLock(${JSON.stringify(folder)}, 'one', 'started');
    console.log('held');
    setInterval(() => {}, 1000);
  `;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  await expect(acquireTargetLock(folder, 'one', 'stopped')).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining(`process ${child.pid}`),
  });
  child.kill('SIGKILL');
  await once(child, 'exit');
  const lock = await acquireTargetLock(folder, 'one', 'stopped');
  expect(lock.isInherited).toBe(true);
  await lock.release();
  expect(readdirSync(folder)).toEqual([]);
});
