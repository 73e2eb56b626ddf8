/** The tutorial on virtual machines, with the real Nix and QEMU: started, used, disturbed, tested and stopped. */
import { machinesOf, withKernel } from './cli/testing/machines.ts';
import { Machines } from './pages/machines.ts';
import { Run } from './pages/run.ts';
import { Terminals } from './pages/terminals.ts';
import { Topology } from './pages/topology.ts';
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

test('machines are started, paused, cut off, crashed, tested and stopped', async ({
  frame,
  workplace,
  project,
}) => {
  const { page } = frame;
  const run = new Run(page);
  const machines = new Machines(page);
  const terminals = new Terminals(page);
  const topology = new Topology(page);
  const dialog = page.getByRole('dialog');
  try {
    await test.step('start on another platform, with another size', async () => {
      await topology.expectNodes('server', 1);
      await run.choose('Start with …');
      await dialog.getByRole('combobox', { name: 'Platform' }).selectOption('vm');
      await dialog.getByRole('textbox', { name: 'Memory of client in MiB' }).fill('160');
      await expect(dialog).toContainText('nxc start -f vm --build --memory client=160');
      await dialog.getByRole('button', { name: 'Build and start 2 nodes' }).click();
      await expect(run.primary('Stop 2 nodes')).toBeVisible({ timeout: 60_000 });
      await run.show('Nodes');
      await run.expectRunning('client', 'server');
      expect(await machinesOf(workplace.folder)).toHaveLength(2);
    });

    await test.step('a terminal', async () => {
      const client = await terminals.open('client');
      await client.run('wget -qO- http://server/');
      await expect(client.text).toContainText('<h1>Hello from the server</h1>');
    });

    await test.step('the console has the boot, and a keyboard', async () => {
      await machines.choose('client', 'Console');
      const console = machines.console('client');
      await expect(console.frame).toContainText('nxc connect -f vm --console client');
      await console.run('');
      await console.run('echo "I am $(hostname)"');
      await expect(console.text).toContainText('I am client');
    });

    await test.step('pause and resume', async () => {
      await machines.choose('client', 'Pause');
      await expect(run.node('client')).toContainText('Paused');
      await expect(topology.role('client')).toHaveAccessibleName(/paused/);
      await machines.choose('client', 'Resume');
      await expect(run.node('client')).toContainText('Running');
    });

    await test.step('cut the link, and restore it', async () => {
      await machines.choose('server', 'Cut its link');
      await expect(run.node('server')).toContainText('Link cut');
      await expect(topology.role('server')).toHaveAccessibleName(/link cut/);
      await machines.choose('server', 'Restore its link');
      await expect(run.node('server')).toContainText('Running');
    });

    await test.step('the test script passes', async () => {
      await run.choose('Run the test script');
      await expect(run.tests).toContainText('Passed', { timeout: 60_000 });
    });

    await test.step('a panic is a failed node with its last words, and a restart mends it', async () => {
      const client = await terminals.open('client');
      await client.run('echo c >/proc/sysrq-trigger');
      await run.show('Nodes');
      await expect(run.node('client')).toContainText('Failed', { timeout: 30_000 });
      await expect(run.nodes).toContainText('The kernel of node “client” panicked: sysrq triggered crash');
      await expect(run.nodes).toContainText('Kernel panic - not syncing');
      await run.nodes.getByRole('button', { name: 'Restart' }).click();
      await run.expectRunning('client', 'server');
    });

    await test.step('a crash is asked about, and a machine that is off can be booted', async () => {
      await machines.chooseAndAgree('client', 'Crash');
      await expect(run.node('client')).toContainText('Ended (exit code 137)');
      await machines.choose('client', 'Boot');
      await expect(run.node('client')).toContainText('Running', { timeout: 30_000 });
    });

    await test.step('stop, and nothing is left', async () => {
      await run.choose('Stop the nodes');
      await run.show('Nodes');
      await expect(run.nodes).toContainText('verified', { timeout: 60_000 });
      expect(await machinesOf(workplace.folder)).toEqual([]);
    });
  } finally {
    await workplace.nxc('-d', project, 'stop', '-f', 'vm').catch(() => undefined);
  }
});
