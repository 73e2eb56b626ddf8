/** What machines cost that do nothing: memory of sixteen, our own process beside eight; and a command on one. */
import { setTimeout as delay } from 'node:timers/promises';
import { median, quantile } from '../lib/statistics.ts';
import { milliseconds, printTable } from '../lib/table.ts';
import { start, stop, targetOf, type VmBench } from './deployment.ts';

const aims = { memoryMb: 60, cpuPercent: 2, commandMs: 40 };
const restMs = 10_000;
const calls = 100;

export async function measureRest(bench: VmBench): Promise<void> {
  const rows = [
    await measureMemory(bench),
    await measureOwnProcess(bench),
    ...(await measureCommands(bench)),
  ];
  printTable(['what', 'how', 'is', 'aim'], rows);
}

async function measureMemory(bench: VmBench): Promise<string[]> {
  const count = 16;
  await start(bench, count);
  try {
    await delay(restMs / 2);
    const samples = await bench.flavour.stats(targetOf(bench));
    const each = samples.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0) / count / 1e6;
    return [
      'memory of a node',
      `PSS of ${count} at rest / ${count}`,
      `${each.toFixed(1)} MB`,
      `< ${aims.memoryMb}`,
    ];
  } finally {
    await stop(bench);
  }
}

/** As the window has it: watching. */
async function measureOwnProcess(bench: VmBench): Promise<string[]> {
  const count = 8;
  await start(bench, count);
  const unwatch = bench.flavour.watch(() => undefined);
  try {
    await delay(restMs / 2);
    const before = process.cpuUsage();
    await delay(restMs);
    const { user, system } = process.cpuUsage(before);
    const percent = (user + system) / 10 / restMs;
    return [
      'our own process',
      `watching ${count} at rest`,
      `${percent.toFixed(2)} %`,
      `< ${aims.cpuPercent}`,
    ];
  } finally {
    unwatch();
    await stop(bench);
  }
}

async function measureCommands(bench: VmBench): Promise<string[][]> {
  await start(bench, 1);
  const channel = await bench.flavour.openChannel({ target: targetOf(bench), node: 'node1' });
  try {
    const rows: string[][] = [];
    for (const command of ['true', 'cat /etc/hostname']) {
      const samples: number[] = [];
      for (let index = 0; index < calls; index += 1) {
        const began = performance.now();
        await channel.run(command);
        samples.push(performance.now() - began);
      }
      rows.push([
        `a command: ${command}`,
        `one node, median (90 %) of ${calls}`,
        `${milliseconds(median(samples))} (${milliseconds(quantile(samples, 0.9))}) ms`,
        `< ${aims.commandMs}`,
      ]);
    }
    return rows;
  } finally {
    await channel.close();
    await stop(bench);
  }
}
