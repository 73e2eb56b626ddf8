import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { listenOnLoopback } from './listen.ts';
import { onUsualPort } from './usualPort.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nxc-port-'));
  file = join(folder, 'hosts/port');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function hostOnce(): Promise<number> {
  const { port, servers } = await onUsualPort(file, (wanted) => listenOnLoopback(wanted, createServer));
  for (const server of servers) server.close();
  return port;
}

test('a second host has the port of the first', async () => {
  const first = await hostOnce();
  expect(await hostOnce()).toBe(first);
});

test('a port that somebody else has by now is given up for another, which is then the usual one', async () => {
  const first = await hostOnce();
  const { servers } = await listenOnLoopback(first, createServer);
  const second = await hostOnce();
  for (const server of servers) server.close();
  expect(second).not.toBe(first);
  expect(await hostOnce()).toBe(second);
});

test('nonsense in the file is like none', async () => {
  const usual = await hostOnce();
  for (const nonsense of ['', 'x', '-1', '80', '700000']) {
    await writeFile(file, nonsense);
    expect(await hostOnce()).toBeGreaterThan(1023);
  }
  expect(Number(await readFile(file, 'utf8'))).toBeGreaterThan(0);
  expect(usual).toBeGreaterThan(1023);
});

test('what else goes wrong is told', async () => {
  await hostOnce();
  const denied = new AppError('permission-denied', 'no');
  await expect(onUsualPort(file, () => Promise.reject(denied))).rejects.toBe(denied);
});
