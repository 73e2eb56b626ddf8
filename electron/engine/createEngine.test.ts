import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contract } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors.ts';
import { createEngine, type Engine } from './createEngine.ts';

let home: string;
let engine: Engine;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'nxc-engine-'));
  engine = createEngine({ environment: { ...process.env, NXC_HOME: home } });
});

afterEach(async () => {
  await engine.close();
  await rm(home, { recursive: true, force: true });
});

const never = new AbortController().signal;

test('every member of the contract has a handler', () => {
  for (const [area, members] of Object.entries(contract)) {
    const handlers = engine.handlers[area as keyof typeof contract];
    expect(Object.keys(handlers).sort()).toEqual(Object.keys(members).sort());
  }
});

test('the version is that of the package', async () => {
  const description = JSON.parse(await readFile(join(import.meta.dirname, '../../package.json'), 'utf8'));
  expect(await engine.handlers.system.version({}, { signal: never })).toEqual({
    version: description.version,
    node: process.versions.node,
  });
});

test('folders of one engine are its own', async () => {
  const { file } = await engine.handlers.settings.read({}, { signal: never });
  expect(file.startsWith(home)).toBe(true);
});

test('an error that nobody foresaw is written down under the identifier that the user sees', async () => {
  const described = engine.describeError(new TypeError('surprise'));
  expect(described).toMatchObject({ code: 'internal', message: 'surprise' });
  const log = await readFile(join(home, 'state', 'errors.log'), 'utf8');
  expect(log).toContain(`${described.details.logId} TypeError: surprise\n    at `);
});

test('an error that was foreseen is not written down', async () => {
  const described = engine.describeError(new AppError('port-taken', 'Port 80 is taken.'));
  expect(described.details.logId).toBeUndefined();
  await expect(readFile(join(home, 'state', 'errors.log'))).rejects.toThrow();
});
