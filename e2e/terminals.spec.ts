/** Terminals on real nodes: nothing they show is lost, and nothing they show holds up the window. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { containersOf } from './containers.ts';
import { test } from './runningProject.ts';
import { expect } from './test.ts';

const execute = promisify(execFile);

test('a shell reaches another node, and is there again after a reload', async ({ terminals, frame }) => {
  const client = await terminals.open('client');
  await client.run('wget -qO- http://server');
  await expect(client.text).toContainText('Hello from the server');

  await frame.reload();
  await expect(client.text).toContainText('Hello from the server');
  // What the shell asked the terminal before the reload is not answered again: nothing stands behind the prompt.
  await expect(client.prompt).toBeVisible();
  await client.run('echo still-$((1+1))');
  await expect(client.text).toContainText('still-2');
});

test('a flood neither freezes the window nor loses anything', async ({ terminals, window, frame }) => {
  const client = await terminals.open('client');
  await client.run('yes flood | head -c 20000000; echo all-$((2+3))');
  await expect(client.text).toContainText('flood');
  // The window can be used meanwhile.
  await frame.page.getByRole('tab', { name: 'Nodes', exact: true }).click();
  await expect(frame.page.getByRole('table', { name: 'Nodes' })).toBeVisible();
  await terminals.tab('client').click();
  await expect(client.text).toContainText('all-5', { timeout: 60_000 });

  // Whoever clicked the tab can type at once.
  await window.page.keyboard.type('yes endless\n');
  await expect(client.text).toContainText('endless');
  await window.page.keyboard.press('Control+c');
  await client.run('echo stopped-$((3+4))');
  await expect(client.text).toContainText('stopped-7');
});

test('tells how a shell ended, and goes on below it', async ({
  terminals,
  window,
  frame,
  runningProject,
}) => {
  const client = await terminals.open('client');
  await client.run('echo before; exit 3');
  await expect(client.said).toContainText('exit code 3');
  await expect(terminals.tab('client (exit 3)')).toBeVisible();
  await window.page.keyboard.press('Enter');
  await expect(client.text).toContainText('ended with exit code 3; new shell');
  await expect(client.text).toContainText('before');
  await expect(client.prompt).toBeVisible();
  await expect(client.said).toBeHidden();

  const containers = await containersOf(runningProject, 'client');
  await execute('docker', ['restart', '--time=1', ...containers]);
  await expect(client.text).toContainText('node restarted');
  await client.run('echo after-$((4+5))');
  await expect(client.text).toContainText('after-9');

  // What the earlier shells wrote stands above it after a reload too.
  await frame.reload();
  await expect(client.text).toContainText('after-9');
  await window.page.keyboard.press('Control+Shift+F');
  await window.page.keyboard.type('before');
  await expect(client.frame.getByRole('search')).toContainText('of 2');
});

test('types to all nodes only while it says so', async ({ terminals, window }) => {
  await terminals.open('client');
  await window.page.getByRole('button', { name: 'Terminals on all nodes' }).click();
  const [client, server] = [terminals.tile('client'), terminals.tile('server')];
  await client.prompt.waitFor();
  await server.prompt.waitFor();
  await window.page.getByRole('button', { name: 'Type to all nodes' }).click();
  await expect(terminals.allNodes).toContainText('Whatever you type goes to 2 nodes');
  await client.run('echo to-$(hostname)');
  await expect(client.text).toContainText('to-client');
  await expect(server.text).toContainText('to-server');
  await window.page.getByRole('button', { name: 'Stop typing to all' }).click();
  await client.run('echo only-$(hostname)');
  await expect(client.text).toContainText('only-client');
  await window.page.keyboard.press('Alt+ArrowRight');
  await window.page.keyboard.type('echo moved-$(hostname)\n');
  await expect(server.text).toContainText('moved-server');
  await expect(server.text).not.toContainText('only-');
});

test('copies files that are dropped on it to the node', async ({ terminals }) => {
  const client = await terminals.open('client');
  await client.drop('notes of today.txt', 'written on the desktop');
  await expect(client.said).toContainText('notes of today.txt is at /tmp/notes of today.txt on client');
  await client.run("cat '/tmp/notes of today.txt'");
  await expect(client.text).toContainText('written on the desktop');
});

test('the keyboard goes to the terminal and back to the text', async ({ terminals, window, frame }) => {
  const text = frame.page.getByRole('textbox', { name: 'Text of composition.nix' });
  await expect(text).toBeVisible();
  const client = await terminals.open('client');
  await text.focus();
  await window.page.keyboard.press('Control+Backquote');
  await window.page.keyboard.type('echo typed-$((7+8))\n');
  await expect(client.text).toContainText('typed-15');
  await window.page.keyboard.press('Control+Backquote');
  await expect(text).toBeFocused();
});

test('asks before it pastes several lines, and before it ends a program', async ({ terminals, window }) => {
  const { page } = window;
  const client = await terminals.open('client');
  await terminals.putIntoClipboard('echo pasted-$((5+6))\necho twice\n');
  await client.frame.locator('.xterm-screen').click();
  await page.keyboard.press('Control+Shift+V');
  const question = page.getByRole('dialog', { name: 'Paste 2 lines into client?' });
  await expect(question).toContainText('echo twice');
  await question.getByRole('button', { name: 'Paste' }).click();
  await expect(client.text).toContainText('pasted-11');

  await client.run('yes at work');
  await expect(client.text).toContainText('at work');
  await page.keyboard.press('Alt+w');
  const closing = page.getByRole('dialog', { name: 'Close the terminal on client?' });
  await closing.getByRole('button', { name: 'Cancel' }).click();
  await expect(terminals.tab('client')).toBeVisible();
  await client.frame.locator('.xterm-screen').click();
  await page.keyboard.press('Alt+w');
  await closing.getByRole('button', { name: 'Close and end it' }).click();
  await expect(terminals.tab('client')).toBeHidden();
});
