/** Reloading the page in the middle of something loses nothing of it. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Run } from './pages/run.ts';
import { test as running } from './runningProject.ts';
import { test as base, expect } from './test.ts';

const lines = 24;

/**
 * A client whose build says where it is, and rests in its middle for longer than a page takes to load. It cannot be told
 * to go on: where Nix has a sandbox, a build sees nothing of this machine.
 */
const slowClient = (nonce: string): string => `client = { pkgs, ... }: {
      files."/made".source = pkgs.runCommand "slow" { nonce = "${nonce}"; } ''
        for i in $(seq 1 ${lines / 2}); do echo line-$i; done
        sleep 12
        for i in $(seq ${lines / 2 + 1} ${lines}); do echo line-$i; done
        echo > $out
      '';
    };`;

const test = base.extend({
  project: async ({ project }, use) => {
    const file = join(project, 'composition.nix');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('client = { ... }: { };', slowClient(project)));
    await use(project);
  },
});

test('a build goes on, with its log and its result', async ({ frame }) => {
  const { page } = frame;
  const run = new Run(page);
  const derivation = run.build.getByRole('button', { name: /^slow/ });
  const log = run.build.getByRole('region', { name: 'Log of slow' });
  await run.choose('Build only');
  await derivation.click();
  await expect(log).toContainText('line-3');

  await frame.reload();
  await expect(run.primary(/^Building.*press to cancel$/)).toBeVisible();
  await run.show('Build');
  await derivation.click();
  await expect(log).toContainText('line-1\n');
  await expect(run.build).toContainText('Built in');
  await expect(log).toHaveText(Array.from({ length: lines }, (_, index) => `line-${index + 1}`).join('\n'));
  await expect(run.primary('Start 2 nodes')).toBeVisible();

  // The end is remembered too.
  await frame.reload();
  await run.show('Build');
  await expect(run.build).toContainText('Built in');
});

running('a terminal goes on, with all that it has shown', async ({ terminals, frame }) => {
  const { page } = frame;
  const client = await terminals.open('client');
  await client.run('for i in $(seq 1 80); do echo tick-$i; sleep 0.1; done; echo all-$((5+6))');
  await expect(client.text).toContainText('tick-9');

  await frame.reload();
  await expect(client.text).toContainText('all-11');
  await expect(client.prompt).toBeVisible();
  await page.keyboard.press('Control+Shift+F');
  await page.keyboard.type('tick-');
  // Every line once, and the command itself.
  await expect(client.frame.getByRole('search')).toContainText('of 81');
  await page.keyboard.press('Escape');
  await page.keyboard.type('echo on-$((6+7))\n');
  await expect(client.text).toContainText('on-13');
});
