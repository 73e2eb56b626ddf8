import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createDrafts, type Drafts } from './drafts.ts';
import { largestFile } from './index.ts';

let base: string;
let project: string;
let drafts: Drafts;

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'nxc-drafts-')));
  project = join(base, 'lab');
  mkdirSync(project);
  writeFileSync(join(project, 'nxc.json'), '{}');
  drafts = createDrafts(join(base, 'state'));
});

afterEach(() => rmSync(base, { recursive: true, force: true }));

const folder = (): string => {
  const [name = ''] = readdirSync(join(base, 'state/drafts'));
  return join(base, 'state/drafts', name);
};

test('a draft is found by the next engine, with what it was made from, however the project is reached', async () => {
  await drafts.keep(project, 'roles/a.nix', { text: 'é', base: 'r1' });
  await drafts.keep(project, 'composition.nix', { text: '', base: null });
  symlinkSync(project, join(base, 'link'));
  const next = createDrafts(join(base, 'state'));
  expect(await next.list(join(base, 'link'))).toEqual(['composition.nix', 'roles/a.nix']);
  expect(await next.read(project, 'roles/a.nix')).toEqual({ text: 'é', base: 'r1' });
  expect(await next.read(project, 'other.nix')).toBeNull();
});

test('is forgotten when it is saved', async () => {
  await drafts.keep(project, 'a.nix', { text: 'x', base: null });
  await drafts.forget(project, 'a.nix');
  await drafts.forget(project, 'never.nix');
  expect(await drafts.list(project)).toEqual([]);
});

test('of several the last one counts, in the order in which they were asked for', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(fc.string()), { minLength: 1, maxLength: 6 }), async (wishes) => {
      await Promise.all(
        wishes.map((text) =>
          text === null
            ? drafts.forget(project, 'a.nix')
            : drafts.keep(project, 'a.nix', { text, base: null }),
        ),
      );
      const last = wishes.at(-1) ?? null;
      expect(await drafts.read(project, 'a.nix')).toEqual(last === null ? null : { text: last, base: null });
    }),
    { numRuns: 20 },
  );
});

test('belongs to nobody else on the machine', async () => {
  await drafts.keep(project, 'a.nix', { text: 'secret', base: null });
  expect(statSync(folder()).mode & 0o077).toBe(0);
});

test('that is damaged is as good as none', async () => {
  await drafts.keep(project, 'a.nix', { text: 'x', base: null });
  const [name = ''] = readdirSync(folder());
  writeFileSync(join(folder(), name), '{"text": ');
  expect(await drafts.list(project)).toEqual([]);
  expect(await drafts.read(project, 'a.nix')).toBeNull();
});

test('is refused outside the project, and where it is too large', async () => {
  await expect(drafts.keep(project, '../a.nix', { text: '', base: null })).rejects.toMatchObject({
    code: 'permission-denied',
  });
  const text = 'x'.repeat(largestFile + 1);
  await expect(drafts.keep(project, 'a.nix', { text, base: null })).rejects.toMatchObject({
    code: 'unsupported',
  });
});
