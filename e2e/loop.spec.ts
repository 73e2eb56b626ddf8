/** The whole loop on the tutorial, with the real Nix and Docker: from an empty window to a tested system and back. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { containersOf, stopAll } from './containers.ts';
import { Editor } from './pages/editor.ts';
import { Palette } from './pages/palette.ts';
import { Run } from './pages/run.ts';
import { Terminals } from './pages/terminals.ts';
import { Topology } from './pages/topology.ts';
import { Welcome } from './pages/welcome.ts';
import { expect, test } from './test.ts';

test.use({ template: null });

test('a project is made, edited, built, started, entered, scaled, tested and stopped', async ({
  frame,
  workplace,
}) => {
  const { page } = frame;
  const editor = new Editor(page, 'composition.nix');
  const palette = new Palette(page);
  const run = new Run(page);
  const terminals = new Terminals(page);
  const topology = new Topology(page);
  const directory = join(workplace.folder, 'lab');
  try {
    await test.step('new project from a template', async () => {
      await new Welcome(page).create('tutorial', directory);
      await expect(frame.projectButton('lab')).toBeVisible();
      await topology.expectNodes('server', 1);
      await expect(topology.role('client')).toHaveAccessibleName(/needs server/);
      await topology.expectStatus('As Nix sees it');
    });

    await test.step('typing changes the graph', async () => {
      await palette.openFile('composition.nix');
      await editor.goTo('client');
      await editor.typeBelow('observer = { ... }: { };');
      await topology.expectNodes('observer', 1);
      await expect(topology.role('observer')).toHaveAccessibleName(/not yet confirmed by Nix/);
      await editor.save();
      await expect(topology.role('observer')).not.toHaveAccessibleName(/not yet confirmed/);
      await topology.expectStatus('As Nix sees it');
    });

    await test.step('a syntax error has its place and a hint, and is put right', async () => {
      await page.keyboard.press('Backspace');
      await topology.expectStatus('The text has a mistake');
      await editor.showProblems();
      const problem = editor.problems.getByRole('listitem').filter({ hasText: 'While typing' });
      await expect(problem).toContainText(/composition\.nix:\d+:\d+/);
      await expect(problem).toContainText('semicolon');
      await problem.getByRole('button', { name: 'Put it right' }).click();
      await topology.expectStatus('As Nix sees it');
      await palette.run('Save all files');
      await expect(editor.tab).toHaveAccessibleName('composition.nix');
      expect(await readFile(join(directory, 'composition.nix'), 'utf8')).toContain(
        'observer = { ... }: { };\n',
      );
    });

    await test.step('build', async () => {
      await run.choose('Build only');
      await expect(run.build).toContainText(/Built in /);
      expect(await containersOf(directory)).toEqual([]);
    });

    await test.step('start', async () => {
      await run.primary('Start 3 nodes').click();
      await run.show('Nodes');
      await run.expectRunning('client', 'observer', 'server');
      await expect(topology.role('server')).toHaveAccessibleName(/running/i);
    });

    await test.step('a terminal in client fetches from server', async () => {
      const client = await terminals.open('client');
      await client.run('wget -qO- http://server/');
      await expect(client.text).toContainText('<h1>Hello from the server</h1>');
    });

    await test.step('scale client to three', async () => {
      await topology.scale('client', 3);
      await topology.apply.click();
      await run.show('Nodes');
      await run.expectRunning('client1', 'client2', 'client3', 'observer', 'server');
    });

    await test.step('the test script says that there is no node “client” any more', async () => {
      await run.choose('Run the test script');
      await expect(run.tests.getByRole('alert')).toContainText('client1, client2 and client3');
    });

    await test.step('it passes once it speaks of one of them', async () => {
      await editor.tab.click();
      await editor.goToLine('start_all()');
      await editor.typeBelow('client = client1');
      await editor.save();
      await run.primary('Apply changes').click();
      await expect(run.primary('Stop 5 nodes')).toBeVisible();
      await run.choose('Run the test script');
      await expect(run.tests).toContainText('Passed', { timeout: 60_000 });
      await expect(run.statements).toContainText('the client reads the page');
    });

    await test.step('stop, and nothing is left', async () => {
      await run.choose('Stop the nodes');
      await run.show('Nodes');
      await expect(run.nodes).toContainText('verified', { timeout: 60_000 });
      expect(await containersOf(directory)).toEqual([]);
    });
  } finally {
    await stopAll(workplace, directory);
  }
});
