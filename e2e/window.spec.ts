/** The window opens, talks to its engine, and keeps within its policy. */
import { expect, test } from './test.ts';

test('opens on a project', async ({ frame, project }) => {
  await expect(frame.projectButton('tutorial')).toBeVisible();
  await expect(frame.connectionProblem).toBeHidden();
  expect(new URL(frame.page.url()).hash).toBe(`#project=${encodeURIComponent(project)}`);
});

test('is there again after a reload', async ({ frame }) => {
  await expect(frame.projectButton('tutorial')).toBeVisible();
  await frame.reload();
  await expect(frame.projectButton('tutorial')).toBeVisible();
});

test.describe('without a project', () => {
  test.use({ template: null });

  test('welcomes', async ({ frame }) => {
    await expect(frame.projectButton('NXC Desktop')).toBeVisible();
    await expect(frame.panels).toBeVisible();
  });
});
