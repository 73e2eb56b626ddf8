/** axe finds nothing serious on the screens that everybody sees. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import { test } from './test.ts';

async function seriousProblems(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

for (const colorScheme of ['dark', 'light'] as const) {
  test(`a project, ${colorScheme}`, async ({ frame }) => {
    await frame.page.emulateMedia({ colorScheme });
    await expect(frame.projectButton('tutorial')).toBeVisible();
    await expect(frame.page.getByText('As Nix sees it')).toBeVisible({ timeout: 60_000 });
    expect(await seriousProblems(frame.page)).toEqual([]);
  });
}

test.describe('without a project', () => {
  test.use({ template: null });

  for (const colorScheme of ['dark', 'light'] as const) {
    test(`the welcome page, ${colorScheme}`, async ({ frame }) => {
      await frame.page.emulateMedia({ colorScheme });
      await expect(frame.panels).toBeVisible();
      await expect(frame.projectButton('NXC Desktop')).toBeVisible();
      expect(await seriousProblems(frame.page)).toEqual([]);
    });
  }
});
