/** Pictures of the main screens in both themes, into docs/images. Not a test: run it by `npm run screenshots`. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { Palette } from './pages/palette.ts';
import { Run } from './pages/run.ts';
import { Tests } from './pages/tests.ts';
import { Topology } from './pages/topology.ts';
import { Tour } from './pages/tour.ts';
import { root } from './programs.ts';
import { test as running } from './runningProject.ts';
import { expect, test } from './test.ts';

/** Takes a picture in each theme, without what passes by and without a cursor that blinks. */
async function take(page: Page, name: string): Promise<void> {
  await expect(page.getByRole('region', { name: 'New notifications' }).getByRole('listitem')).toHaveCount(0);
  await page.mouse.move(0, 0);
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const path = join(root, 'docs', 'images', `${name}-${colorScheme}.png`);
    // Terminals and the editor draw themselves anew in the frame after the theme has changed.
    await page.waitForTimeout(300);
    await page.screenshot({ path, animations: 'disabled', caret: 'hide', scale: 'css' });
  }
}

test('a project that was never built', async ({ frame }) => {
  await new Topology(frame.page).expectStatus('As Nix sees it');
  await expect(new Run(frame.page).primary('Build and start 2 nodes')).toBeVisible();
  await take(frame.page, 'tutorial');
});

test('a build that fails', async ({ frame, project }) => {
  const { page } = frame;
  const run = new Run(page);
  const file = join(project, 'composition.nix');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('description = "Serves', 'descripton = "Serves'));
  await new Tour(page).close();
  await run.choose('Build only');
  const problem = run.build.getByRole('alert');
  await expect(problem).toContainText('descripton');
  await problem.getByRole('button', { name: /^composition\.nix:\d+/ }).click();
  await take(page, 'failed-build');
});

running('nodes that run', async ({ frame, terminals }) => {
  const { page } = frame;
  const run = new Run(page);
  await new Tour(page).close();
  const client = await terminals.open('client');
  await client.run('wget -qO- http://server/');
  await expect(client.text).toContainText('Hello from the server');
  await take(page, 'running');
  await run.choose('Run the test script');
  await expect(run.tests).toContainText('Passed', { timeout: 60_000 });
  const tests = new Tests(page);
  await tests.statement('wget -qO-').click();
  await take(page, 'tests');
  await tests.prompt.open();
  await tests.prompt.run('page = client.succeed("wget -qO- http://server/")');
  await tests.prompt.run('len(page)');
  await expect(tests.prompt.last.locator('.prompt-value')).toBeVisible();
  await take(page, 'prompt');
  await new Palette(page).run('Show compositions and flavours');
  await run.show('Nodes');
  await run.expectRunning('client', 'server');
  await expect(run.node('server')).toContainText('%');
  await take(page, 'matrix');
});
