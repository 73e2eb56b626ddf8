/** Everything without a mouse, and with the place of the keyboard in sight all the way. */
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { stopAll } from './containers.ts';
import { Editor } from './pages/editor.ts';
import { Palette } from './pages/palette.ts';
import { Run } from './pages/run.ts';
import { Terminals } from './pages/terminals.ts';
import { expect, test } from './test.ts';

test.use({ template: null });

test('from the welcome page to a terminal on a running node, and back', async ({ frame, workplace }) => {
  const { page } = frame;
  const { keyboard } = page;
  const palette = new Palette(page);
  const run = new Run(page);
  const directory = join(workplace.folder, 'lab');
  const editor = new Editor(page, 'composition.nix');
  const client = new Terminals(page).on('client');
  try {
    await test.step('make a project', async () => {
      await expect(frame.panels.getByRole('button', { name: /^tutorial/ })).toBeVisible();
      await tabTo(page, /^tutorial/);
      await keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'New project from “tutorial”' });
      const folder = dialog.getByRole('combobox', { name: 'Folder' });
      await expect(folder).toBeFocused();
      await keyboard.press('ControlOrMeta+A');
      await keyboard.type(directory);
      await tabTo(page, 'Create project');
      await keyboard.press('Enter');
      await expect(frame.projectButton('lab')).toBeVisible();
      await expect(editor.input).toBeFocused();
    });

    await test.step('start it', async () => {
      await keyboard.press('ControlOrMeta+Enter');
      await expect(run.primary('Stop 2 nodes')).toBeVisible({ timeout: 60_000 });
    });

    await test.step('go to a terminal', async () => {
      await palette.run('Show the nodes');
      await tabTo(page, 'Terminal on client');
      await keyboard.press('Enter');
      await client.prompt.waitFor();
      await keyboard.type('echo by-hand-$((1+2))\n');
      await expect(client.text).toContainText('by-hand-3');
    });

    await test.step('and back', async () => {
      await keyboard.press('Shift+F6');
      // A file that is opened without a place in it gets the keyboard, although its tab was there.
      await palette.openFile('composition.nix');
      await expect(editor.input).toBeFocused();
      await keyboard.press('Control+Backquote');
      await keyboard.type('echo again-$((2+3))\n');
      await expect(client.text).toContainText('again-5');
      await keyboard.press('Control+Backquote');
      await expect(editor.input).toBeFocused();
      await keyboard.press('Shift+F9');
      await expect(run.primary('Start 2 nodes')).toBeVisible({ timeout: 60_000 });
      await palette.run('Close the project');
      await expect(frame.projectButton('NXC Desktop')).toBeVisible();
      await tabTo(page, /^lab/);
    });
  } finally {
    await stopAll(workplace, directory);
  }
});

/** What one might have to press at most. */
const mostTabs = 60;

/** Presses Tab until something with a name has the keyboard; whatever has it on the way must show that it does. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let tabs = 0; tabs < mostTabs; tabs += 1) {
    await page.keyboard.press('Tab');
    const focused = page.locator('*:focus');
    expect(await unmarked(page), 'nothing shows that this has the keyboard').toBeNull();
    if ((await focused.and(page.getByRole('button', { name })).count()) > 0) return;
  }
  throw new Error(`Tab does not lead to “${name}”.`);
}

/** What has the keyboard while no outline can be seen around it or around the field that it is in; else null. */
function unmarked(page: Page): Promise<string | null> {
  // As text: only the page knows what an element is.
  return page.evaluate<string | null>(`(() => {
    const { activeElement, body } = document;
    if (activeElement === null || activeElement === body) return null;
    for (let element = activeElement; element !== null; element = element.parentElement) {
      const { outlineStyle, outlineWidth } = getComputedStyle(element);
      if (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) return null;
    }
    return activeElement.outerHTML.slice(0, 300);
  })()`);
}
