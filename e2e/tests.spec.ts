/** A test that fails, with the real thing: why, where, mended, run again from there, and tried by hand. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Editor } from './pages/editor.ts';
import { Run } from './pages/run.ts';
import { Tests } from './pages/tests.ts';
import { test as running } from './runningProject.ts';
import { expect } from './test.ts';

/** The tutorial, whose script expects what the server does not say, and leaves a line in the client's log. */
const test = running.extend({
  project: async ({ workplace }, use) => {
    const directory = await workplace.project('tutorial');
    const file = join(directory, 'composition.nix');
    const text = await readFile(file, 'utf8');
    const changed = text
      .replace('assert "Hello from the server" in page', 'assert "Hello from nobody" in page')
      .replace('page = client', 'client.succeed("echo now it reads > /proc/1/fd/1")\n        page = client');
    expect(changed).toContain('nobody');
    await writeFile(file, changed);
    await use(directory);
  },
});

test('a failing test is understood, mended, run again from its line, and tried at the prompt', async ({
  terminals,
  frame,
}) => {
  const { page } = frame;
  const editor = new Editor(page, 'composition.nix');
  const run = new Run(page);
  const tests = new Tests(page);
  const { prompt } = tests;

  await test.step('the failure says what came instead, and what the node wrote', async () => {
    await expect(run.primary('Stop 2 nodes')).toBeVisible();
    await tests.show();
    await tests.panel.getByRole('button', { name: 'Run the test script' }).click();
    await expect(tests.failure).toContainText('unexpected page: <h1>Hello from the server</h1>');
    await expect(tests.failure).toContainText('wget -qO- http://server/');
    await expect(tests.failure.getByRole('region', { name: 'The last lines of client' })).toContainText(
      'now it reads',
    );
    await expect(tests.lines).toContainText('now it reads');
  });

  await test.step('statements are filtered, walked and opened', async () => {
    await tests.panel.getByRole('button', { name: 'Only what failed' }).click();
    await expect(tests.statements.getByRole('treeitem')).toHaveCount(1);
    await tests.panel.getByRole('button', { name: 'Only what failed' }).click();
    await tests.statement('start_all').focus();
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowRight');
    await expect(tests.statements.getByRole('region', { name: 'Command and output' })).toContainText(
      '$ wget -qO- http://server/',
    );
  });

  await test.step('a terminal on the node, still running', async () => {
    await tests.failure.getByRole('button', { name: 'Terminal on client' }).click();
    const client = terminals.on('client');
    await client.prompt.waitFor();
    await client.run('echo still-$((1+1))');
    await expect(client.text).toContainText('still-2');
  });

  await test.step('mended, and run again from the line', async () => {
    await tests.show();
    await tests.failure.getByRole('button', { name: /^composition\.nix:\d+/ }).click();
    await expect(editor.input).toBeFocused();
    await editor.goToLine('nobody');
    await page.keyboard.type('the server');
    await editor.save();
    await tests.failure.getByRole('button', { name: /^Run again from line/ }).click();
    await expect(prompt.last).toContainText('Passed', { timeout: 30_000 });
    await expect(prompt.last).toContainText('a page that is not there gives 404');
  });

  await test.step('what was defined is there; the prompt completes, and stops without forgetting', async () => {
    await prompt.ready();
    await prompt.run('kept = len(page); kept');
    await expect(prompt.last.locator('.prompt-value')).toHaveText(/^\d+$/);
    await prompt.ready();
    await prompt.input.focus();
    await page.keyboard.type('client.');
    await expect(prompt.suggestions).toBeInViewport({ ratio: 1 });
    await page.keyboard.type('succ');
    await page.keyboard.press('Enter');
    await expect(prompt.typed).toHaveText('client.succeed');
    await page.keyboard.type('("hostname")');
    await page.keyboard.press('Enter');
    await expect(prompt.last).toContainText("'client\\n'");
    await prompt.run('client.succeed("sleep 60")');
    await expect(prompt.state).toContainText('Running');
    await prompt.input.focus();
    await page.keyboard.press('Control+C');
    await expect(prompt.last).toContainText('Interrupted; the session goes on');
    await prompt.ready();
    await prompt.run('kept > 10');
    await expect(prompt.last.locator('.prompt-value')).toHaveText('True');
  });

  await test.step('a reload of the page keeps the session, and what was said', async () => {
    await frame.reload();
    await expect(prompt.last).toContainText('kept > 10');
    await expect(prompt.last.locator('.prompt-value')).toHaveText('True');
    await prompt.ready();
    await prompt.run('-kept');
    await expect(prompt.last.locator('.prompt-value')).toHaveText(/^-\d+$/);
  });

  await test.step('a line of the text runs in the same session', async () => {
    await editor.goToLine('page = client');
    await page.keyboard.press('Shift+Enter');
    await expect(prompt.last).toContainText(/composition\.nix, line \d+/);
    await expect(prompt.last).toContainText('Passed');
    await expect(page.locator('.line-result.line-passed').first()).toBeVisible();
  });

  await test.step('a script waits where it fails, and goes on', async () => {
    await editor.goToLine('in page');
    await page.keyboard.type('not in page');
    await page.keyboard.press('Control+F9');
    const bar = prompt.panel.getByRole('region', { name: 'The script waits' });
    await expect(bar).toContainText('unexpected page');
    await prompt.run("page = 'nothing'; page");
    await expect(prompt.last.locator('.prompt-value')).toHaveText("'nothing'");
    await expect(prompt.state).toContainText('Paused');
    await bar.getByRole('button', { name: 'Try it again' }).click();
    await expect(bar).toBeHidden();
    await expect(
      prompt.panel.getByRole('article').filter({ hasText: 'the test script from' }).last(),
    ).toContainText('Passed');
  });

  await test.step('earlier runs are kept, and a report is saved', async () => {
    await tests.show();
    await tests.view('Earlier runs');
    const row = tests.panel.getByRole('row').filter({ hasText: 'docker' });
    await expect(row).toHaveCount(1);
    await row.getByRole('button', { name: 'Open this run' }).click();
    await tests.panel.getByRole('button', { name: 'Save report…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Save a report of this run' });
    await expect(dialog).toContainText('nxc driver -t -f docker --report report.html');
    const download = page.waitForEvent('download');
    await dialog.getByRole('button', { name: 'Save report' }).click();
    const saved = await download;
    expect(saved.suggestedFilename()).toMatch(/^composition-docker-.*\.html$/);
    expect(await readFile(await saved.path(), 'utf8')).toContain('unexpected page');
  });
});
