import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createPageFiles } from '../pages/pageFiles.ts';
import { type BrowserHost, startBrowserHost } from './browserHost.ts';
import { findRunningHost, recordHost } from './hostRecords.ts';

let folder: string;
let host: BrowserHost;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'nxc-records-')), 'hosts');
  host = await startBrowserHost({ port: 0, pages: createPageFiles(folder), attach() {} });
});

afterEach(async () => {
  await host.close();
  await rm(join(folder, '..'), { recursive: true });
});

const record = () => ({ port: host.port, key: host.key, pid: process.pid, build: 'one' });

test('a running host gives a new address to its own user', async () => {
  await recordHost(folder, record());
  const found = await findRunningHost(folder, 'one', '/home/ada/project');
  expect(found).toMatchObject({ port: host.port, pid: process.pid });
  const answer = await fetch(found?.address ?? '', { redirect: 'manual' });
  expect(answer.headers.get('location')).toBe('/#project=%2Fhome%2Fada%2Fproject');
});

test('nobody else can read how to reach it', async () => {
  await recordHost(folder, record());
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(join(folder, `${host.port}.json`))).mode & 0o777).toBe(0o600);
});

test('a host that was closed is struck out', async () => {
  const strikeOut = await recordHost(folder, record());
  await strikeOut();
  expect(await readdir(folder)).toEqual([]);
  expect(await findRunningHost(folder, 'one', null)).toBeNull();
});

test('a host of another build is neither used nor forgotten', async () => {
  await recordHost(folder, record());
  expect(await findRunningHost(folder, 'two', null)).toBeNull();
  expect(await readdir(folder)).toHaveLength(1);
});

test.each([
  ['a host that was killed', () => JSON.stringify({ ...record(), port: 1 })],
  ['another host on the same port', () => JSON.stringify({ ...record(), key: 'old' })],
  ['a damaged file', () => '{'],
  ['a file of another shape', () => '{"port":"80"}'],
])('%s is forgotten', async (_, content) => {
  await recordHost(folder, record());
  await writeFile(join(folder, `${host.port}.json`), content());
  expect(await findRunningHost(folder, 'one', null)).toBeNull();
  expect(await readdir(folder)).toEqual([]);
});

test('nothing is found where nothing was written', async () => {
  expect(await findRunningHost(join(folder, 'none'), 'one', null)).toBeNull();
});
