/** Text that was not saved is there again: after a reload, and in another browser on another host of the same user. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openInBrowser } from './openWindow.ts';
import { Editor } from './pages/editor.ts';
import { expect, test } from './test.ts';

const file = 'composition.nix';
const viewport = { width: 1440, height: 900 };

/** The texts are long, and the editor draws only what is seen: the beginning is. */
const beginning = (page: Page) => page.locator('.code-editor .view-line').first();

test('what was typed just before a reload is there after it', async ({ frame: { page }, project }) => {
  const editor = new Editor(page, file);
  await expect(editor.input).toBeFocused();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('# kept');
  await page.reload();
  await expect(beginning(page)).toContainText('# kept');
  await expect(page.getByText('Your unsaved changes of last time are back.')).toBeVisible();
  await page.getByRole('button', { name: 'Go back to the saved file' }).click();
  await expect(beginning(page)).not.toContainText('# kept');
  expect(await readFile(join(project, file), 'utf8')).not.toContain('# kept');
});

test('another browser finds it, and asks when the file has changed meanwhile', async ({
  frame: { page },
  window,
  workplace,
  project,
  door,
}) => {
  test.skip(door === 'electron', 'One window of the desktop app at a time.');
  await expect(new Editor(page, file).input).toBeFocused();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('# mine');
  await expect(beginning(page)).toContainText('# mine');
  // A page that goes away hands over what was typed last.
  await page.reload();
  await expect(beginning(page)).toContainText('# mine');
  await window.close();
  const path = join(project, file);
  await writeFile(path, `# theirs\n${await readFile(path, 'utf8')}`);

  const other = await openInBrowser(workplace, project, viewport);
  try {
    await expect(beginning(other.page)).toContainText('# mine');
    await expect(other.page.getByText('Another program changed this file')).toBeVisible();
    await other.page.getByRole('button', { name: 'Take theirs' }).click();
    await expect(beginning(other.page)).toContainText('# theirs');
  } finally {
    await other.close();
  }
});
