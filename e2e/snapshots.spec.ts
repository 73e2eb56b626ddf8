/** Back to before the experiment, in the window: with the real Nix and QEMU. */
import { withKernel } from './cli/testing/machines.ts';
import { Palette } from './pages/palette.ts';
import { Run } from './pages/run.ts';
import { Terminals } from './pages/terminals.ts';
import { test as base, expect } from './test.ts';
import { createWorkplace } from './workplace.ts';

const test = base.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
  workplace: async ({}, use) => {
    const workplace = await createWorkplace(await withKernel());
    await use(workplace);
    await workplace.remove();
  },
});

test('a snapshot is taken, gone back to and removed', async ({ frame, workplace, project }) => {
  const { page } = frame;
  const run = new Run(page);
  const palette = new Palette(page);
  const terminals = new Terminals(page);
  const dialog = page.getByRole('dialog');
  /** A terminal keeps the keys that a shell could use: the palette's are for elsewhere. */
  const command = async (title: string) => {
    await run.show('Nodes');
    await palette.run(title);
  };
  const row = dialog.getByRole('row', { name: /server/ });
  try {
    await run.choose('Start with …');
    await dialog.getByRole('combobox', { name: 'Platform' }).selectOption('vm');
    await dialog.getByRole('button', { name: 'Build and start 2 nodes' }).click();
    await expect(run.primary('Stop 2 nodes')).toBeVisible({ timeout: 60_000 });
    const before = await terminals.open('client');
    await before.run('echo kept >/tmp/file');

    await command('Take a snapshot of the nodes');
    await expect(page.getByText(/2 nodes kept as “/)).toBeVisible({ timeout: 60_000 });
    await (await terminals.open('client')).run('rm /tmp/file');

    await command('Show the snapshots, to go back to one');
    await expect(row).toContainText('just now');
    await row.getByRole('button', { name: /^Go back to/ }).click();
    await expect(dialog).toContainText('nxc snapshot rollback');
    await dialog.getByRole('button', { name: 'Go back', exact: true }).click();
    await expect(page.getByText(/The nodes are as they were in “/)).toBeVisible({ timeout: 60_000 });
    const after = await terminals.open('client');
    await after.run('cat /tmp/file');
    await expect(after.text).toContainText('kept');

    await command('Show the snapshots, to go back to one');
    await row.getByRole('button', { name: /^Remove / }).click();
    await dialog.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect(dialog).toContainText('There is none yet.');
  } finally {
    await workplace.nxc('-d', project, 'stop', '-f', 'vm').catch(() => undefined);
  }
});
