/** What is kept is what is of use, up to a size. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { machineFolders } from '../state/folders.ts';
import { sweepTemplates } from './sweepTemplates.ts';
import { findTemplate } from './templateStore.ts';

const home = mkdtempSync(join(tmpdir(), 'nxc-sweep-'));
const folders = machineFolders({ state: join(home, 'state'), cache: join(home, 'cache') }, {});
const build = join(home, 'compose-info.json');
const memoryBytes = 1024 * 1024;
const hour = 60 * 60;

afterEach(() => rmSync(home, { recursive: true }));

function makeTemplate(name: string, hoursAgo: number, composeInfo = build): void {
  const folder = join(folders.templates, name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(build, '{}');
  writeFileSync(join(folder, 'memory'), Buffer.alloc(memoryBytes, 1));
  const note = join(folder, 'template.json');
  writeFileSync(note, JSON.stringify({ composeInfo, role: 'server', memoryMib: 1, madeAt: 0 }));
  const at = Date.now() / 1000 - hoursAgo * hour;
  utimesSync(note, at, at);
}
const left = (...names: readonly string[]) =>
  names.filter((name) => existsSync(join(folders.templates, name)));

test('the least recently used go when all are too large, those in use never', async () => {
  makeTemplate('oldest', 3);
  makeTemplate('older', 2);
  makeTemplate('old', 1);
  // Found by a start: used now.
  expect(await findTemplate(folders, 'oldest')).toBeDefined();
  expect(await sweepTemplates(folders, [], 2 * memoryBytes)).toBeGreaterThanOrEqual(memoryBytes);
  expect(left('oldest', 'older', 'old')).toEqual(['oldest', 'old']);
  await sweepTemplates(folders, [], 0);
  expect(left('oldest', 'old')).toEqual(['oldest']);
});

test('those of builds that are gone or named go, and what is half made', async () => {
  makeTemplate('kept', 1);
  makeTemplate('orphan', 1, join(home, 'gone.json'));
  mkdirSync(join(folders.templates, 'torn.draft'));
  await sweepTemplates(folders);
  expect(left('kept', 'orphan', 'torn.draft')).toEqual(['kept']);
  await sweepTemplates(folders, [build]);
  expect(left('kept')).toEqual([]);
});
