/** The tables of docs/window.md say what the code says. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { ActionName } from '#renderer/features/run/actions.ts';
import { actionTexts } from '#renderer/features/run/actionTexts.ts';
import { cliLine } from '#renderer/features/run/cliLines.ts';
import { connectToEngine } from '#renderer/platform/connect.ts';
import { createFakeEngine } from '#renderer/testing/fakeEngine.ts';
import { shortcutLabels } from '#renderer/ui/shortcuts.ts';
import { createApp } from './createApp.ts';
import { features } from './features.ts';

let text: string;

beforeAll(async () => {
  text = await readFile(join(import.meta.dirname, '../../docs/window.md'), 'utf8');
  vi.stubGlobal('window', new EventTarget());
  vi.stubGlobal('document', new EventTarget());
});

afterAll(() => vi.unstubAllGlobals());

/** The rows of the table under a heading. */
function rowsUnder(heading: string): string[] {
  const [, section = ''] = text.split(`\n## ${heading}\n`);
  const [body = ''] = section.split('\n## ');
  return body.split('\n').filter((line) => line.startsWith('| ') && !line.startsWith('| to '));
}

test('every shortcut is in the table', () => {
  const engine = createFakeEngine({ machine: 'ready', recents: false });
  const connection = connectToEngine(() => engine.openChannel());
  const { commands } = createApp({ connection, desktop: null }, features);
  const rows = commands.items
    .getState()
    .filter(({ shortcuts }) => shortcuts !== undefined)
    .map(({ title, category, shortcuts: [first = ''] = [] }) => {
      return `| ${title} | ${category} | <kbd>${shortcutLabels(first, false).join('+')}</kbd> |`;
    });
  expect(rowsUnder('Shortcuts').toSorted()).toEqual(rows.toSorted());
});

test('every action is in the table, with the line that does the same', () => {
  const target = { directory: '', composition: 'composition', flavour: 'docker' } as const;
  const rows = (Object.keys(actionTexts) as ActionName[])
    .filter((action) => action !== 'update-nodes')
    .map((action) => `| ${actionTexts[action].title} | \`${cliLine(action, target, {})}\` |`);
  expect(rowsUnder('What the buttons run')).toEqual(rows);
});
