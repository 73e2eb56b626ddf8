/** One command after the other on one node: our channel, a bare persistent shell, and an exec for each. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createDockerFlavour } from '#engine/flavours/docker/dockerFlavour.ts';
import { containerOf, sweep } from '#engine/flavours/docker/testing/dockerCommand.ts';
import { makeFixture } from '#engine/flavours/docker/testing/fixture.ts';
import { run } from '../lib/process.ts';
import { median, quantile } from '../lib/statistics.ts';
import { milliseconds, printTable } from '../lib/table.ts';

const calls = 300;
const slowCalls = 15;

export async function measureExecLatency(): Promise<void> {
  const fixture = makeFixture({ roles: { node: {} } });
  const flavour = createDockerFlavour();
  const work = { signal: new AbortController().signal, report: () => undefined };
  try {
    await flavour.start({ ...fixture, reuse: false }, work);
    const container = containerOf(fixture, 'node');
    const channel = await flavour.openChannel({ target: fixture.target, node: 'node' });
    const shell = spawn('docker', ['exec', '-i', container, 'sh']);
    await time(20, () => channel.run('true'));
    const rows = [
      [
        'true (built in)',
        'bare shell over docker exec -i',
        ...(await time(calls, () => bareCall(shell, 'true'))),
      ],
      ['true (built in)', 'our channel', ...(await time(calls, () => channel.run('true')))],
      [
        '/bin/true',
        'bare shell over docker exec -i',
        ...(await time(calls, () => bareCall(shell, '/bin/true'))),
      ],
      ['/bin/true', 'our channel', ...(await time(calls, () => channel.run('/bin/true')))],
      [
        'true',
        'docker exec each',
        ...(await time(slowCalls, () => run(['docker', 'exec', container, 'true']))),
      ],
    ];
    shell.kill();
    await channel.close();
    printTable(['command', 'how', 'median ms', '90 % ms'], rows);
  } finally {
    sweep(fixture);
    fixture.remove();
  }
}

async function time(count: number, work: () => Promise<unknown>): Promise<string[]> {
  const samples: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const began = performance.now();
    await work();
    samples.push(performance.now() - began);
  }
  return [milliseconds(median(samples)), milliseconds(quantile(samples, 0.9))];
}

/** The least that can be done: a command and an echo of its status. */
function bareCall(shell: ChildProcessWithoutNullStreams, command: string): Promise<void> {
  return new Promise((resolve) => {
    shell.stdout.once('data', () => resolve());
    shell.stdin.write(`${command}\necho $?\n`);
  });
}
