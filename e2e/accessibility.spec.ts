/** axe finds nothing serious on any screen, in both themes. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { Palette } from './pages/palette.ts';
import { Run } from './pages/run.ts';
import { Tests } from './pages/tests.ts';
import { test as running } from './runningProject.ts';
import { expect, test } from './test.ts';

/** Looks at a screen in both themes; what is wrong on any of them is told together, at the test's end. */
async function look(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Each line of a text is much work; its colours have a test of their own (renderer/platform/monaco/theme.test.ts).
    const axe = new AxeBuilder({ page }).exclude('.view-lines');
    // The theme changes colours and nothing else.
    const { violations } = await (colorScheme === 'dark' ? axe : axe.withRules('color-contrast')).analyze();
    const serious = violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message}`).join('\n')}`,
      );
    expect.soft(serious, `${screen}, ${colorScheme}`).toEqual([]);
  }
}

test.describe('without a project', () => {
  test.use({ template: null });

  test('welcome, and making a project', async ({ frame }) => {
    const { page } = frame;
    const tutorial = frame.panels.getByRole('button', { name: /^tutorial/ });
    await expect(tutorial).toBeVisible();
    await look(page, 'welcome');
    await tutorial.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(page, 'new project');
  });
});

test('a project that was never built, and one whose build fails', async ({ frame, project }) => {
  const { page } = frame;
  const run = new Run(page);
  const palette = new Palette(page);
  await expect(page.getByText('As Nix sees it')).toBeVisible();
  await look(page, 'first open');
  for (const panel of ['Build', 'Problems', 'Tests', 'Nodes', 'Terminals'] as const) await run.show(panel);
  await page.keyboard.press('ControlOrMeta+K');
  await expect(palette.commands).toBeVisible();
  await look(page, 'palette');
  await page.keyboard.press('Escape');
  for (const [command, screen] of [
    ['Change settings', 'settings'],
    ['Check this machine', 'doctor'],
  ] as const) {
    await palette.run(command);
    await look(page, screen);
  }
  const file = join(project, 'composition.nix');
  const text = await readFile(file, 'utf8');
  await writeFile(file, text.replace('description = "Serves', 'descripton = "Serves'));
  await run.choose('Build only');
  await expect(run.build.getByRole('alert')).toContainText('descripton');
  await look(page, 'failed build');
});

running('a deployment that runs', async ({ frame, terminals }) => {
  const { page } = frame;
  const run = new Run(page);
  const palette = new Palette(page);
  await run.show('Nodes');
  await run.expectRunning('client', 'server');
  await look(page, 'nodes');
  await palette.run('Show compositions and flavours');
  await look(page, 'matrix');
  const client = await terminals.open('client');
  await client.run('ls --color /etc');
  await expect(client.text).toContainText('passwd');
  await look(page, 'terminal');
  await run.choose('Run the test script');
  await expect(run.tests).toContainText('Passed', { timeout: 60_000 });
  await look(page, 'tests');
  const tests = new Tests(page);
  await tests.statement('wget').last().click();
  await tests.view('Earlier runs');
  await look(page, 'earlier test runs');
  await palette.run('Open the Python prompt on the nodes');
  await tests.prompt.ready();
  await tests.prompt.run('client.succeed("false")');
  await expect(tests.prompt.last).toContainText('exit code 1');
  await look(page, 'Python prompt');
});
