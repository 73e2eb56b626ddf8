/** The tour from its first step to its last, with the real Nix and Docker. */
import type { Page } from '@playwright/test';
import { stopAll } from './containers.ts';
import { Tour } from './pages/tour.ts';
import { expect, test } from './test.ts';

const ownLine = '<p>Somebody new wrote this.</p>';

test('leads through the tutorial, and believes only what happens', async ({ frame, project, workplace }) => {
  const { page } = frame;
  const tour = new Tour(page);
  try {
    await expect(tour.panel).toBeVisible();
    await test.step('read', async () => {
      await tour.expectStep('Read the composition', 'Now');
      await tour.showMe.click();
      await tour.expectReached('composition.nix is open');
      await tour.expectNotReached('You looked at the role server');
      await goToLineBelow(page, 4);
      await tour.expectReached('You looked at the role server');
      await page.getByRole('group', { name: /^client\b/ }).click();
      await tour.expectStep('Read the composition', 'Done');
    });

    await test.step('change the page', async () => {
      await tour.expectStep('Change the page', 'Now');
      await tour.showMe.click();
      await expect(editor(page)).toBeFocused();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await page.keyboard.type(ownLine);
      await expect(page.getByText(ownLine)).toBeVisible();
      await tour.expectReached('The page has a line of your own');
      await tour.expectNotReached('The file is saved');
      await page.keyboard.press('ControlOrMeta+S');
      await tour.expectStep('Change the page', 'Done');
    });

    await test.step('build and start', async () => {
      await tour.expectStep('Build and start', 'Now');
      await tour.showMe.click();
      await expect(frame.topBar.getByRole('button', { name: /^Build and start/ })).toBeFocused();
      await page.keyboard.press('Enter');
      await tour.expectStep('Build and start', 'Done');
    });

    await test.step('look inside', async () => {
      await tour.expectStep('Look inside', 'Now');
      await tour.showMe.click();
      await page.getByRole('button', { name: 'Terminal on client' }).click();
      await tour.expectReached('A terminal is open on client');
      await tour.expectNotReached('The terminal shows your page');
      await page.keyboard.type('wget -qO- http://server/\n');
      await tour.expectStep('Look inside', 'Done');
    });

    await test.step('resumes after a reload, where it was', async () => {
      await frame.reload();
      await tour.expectStep('Look inside', 'Done');
      await tour.close();
      await expect(tour.panel).toBeHidden();
      await tour.continue.click();
      await tour.expectStep('Break it and mend it', 'Now');
    });

    await test.step('break it and mend it', async () => {
      await tour.showMe.click();
      await expect(editor(page)).toBeFocused();
      await page.keyboard.press('End');
      await page.keyboard.press('Backspace');
      await tour.expectReached('The message was there');
      await tour.expectNotReached('The text is whole again');
      await expect(tour.panel.getByRole('button', { name: /^composition\.nix:\d+:\d+$/ })).toBeVisible();
      await page.keyboard.type(';');
      await tour.expectStep('Break it and mend it', 'Done');
      await expect(tour.panel.getByText('You have been through all of it')).toBeVisible();
      await expect(tour.continue).toBeHidden();
    });
  } finally {
    await stopAll(workplace, project);
  }
});

test('does not come back by itself once it was closed', async ({ frame }) => {
  const tour = new Tour(frame.page);
  await tour.close();
  await frame.reload();
  await expect(tour.continue).toBeVisible();
  await expect(tour.panel).toBeHidden();
});

test.describe('in a project from another template', () => {
  test.use({ template: 'webserver' });

  test('there is no tour', async ({ frame }) => {
    await expect(frame.projectButton('webserver')).toBeVisible();
    await expect(frame.topBar.getByRole('button', { name: /^Build and start/ })).toBeVisible();
    const tour = new Tour(frame.page);
    await expect(tour.panel).toBeHidden();
    await expect(tour.continue).toBeHidden();
  });
});

const editor = (page: Page) => page.getByRole('textbox', { name: 'Text of composition.nix' });

async function goToLineBelow(page: Page, lines: number): Promise<void> {
  await expect(editor(page)).toBeFocused();
  for (let line = 0; line < lines; line += 1) await page.keyboard.press('ArrowDown');
}
