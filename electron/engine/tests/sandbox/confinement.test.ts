import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findNode } from '../../platform/findNode.ts';
import { findConfinement } from './confinement.ts';
import { describeConfinement } from './describeConfinement.ts';

test('without any program there is no wall, and the check says so', async () => {
  const confinement = await findConfinement('');
  expect(confinement.level).toBe('process');
  expect(confinement.wrap(['a', 'b'], [])).toEqual(['a', 'b']);
  expect(describeConfinement('process')).toMatchObject({ state: 'warning' });
});

test('a program that is there but does not work is no wall', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nxc-confinement-'));
  try {
    for (const name of ['bwrap', 'unshare']) {
      await writeFile(join(folder, name), '#!/bin/sh\nexit 1\n', { mode: 0o755 });
    }
    expect((await findConfinement(folder)).level).toBe('process');
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('the sandbox runs on a Node, also when we are Electron', async () => {
  expect(await findNode({ electron: undefined, searchPath: '' })).toEqual({
    program: process.execPath,
    version: process.version,
  });
  const found = await findNode({ electron: '45.0.0', searchPath: '' });
  expect(found.program).toMatch(/node_modules\/\.bin\/node$/);
  expect(found.version).toMatch(/^v\d+\.\d+\.\d+$/);
});
