/** The curve: N machines at once, by bare QEMU and by us, booted and from a snapshot. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '../lib/statistics.ts';
import { printTable } from '../lib/table.ts';
import { readAccelerator } from './accelerator.ts';
import {
  type BareMachine,
  makeBareSnapshot,
  readBareBuild,
  restoreBareMachine,
  startBareMachine,
} from './bareMachine.ts';
import { role, start, stop, type VmBench } from './deployment.ts';

const aims = { cold: 1.2, restored: 1.5, quarter: 0.25 };

/** Booting many takes long, and varies little. */
const roundsFor = (count: number) => (count <= 4 ? 3 : count <= 8 ? 2 : 1);
const restoredRounds = 3;

export async function measureStarts(bench: VmBench, counts: readonly number[]): Promise<void> {
  const accelerator = await readAccelerator(bench);
  const build = readBareBuild(bench.composeInfo, role, accelerator);
  const snapshot = join(bench.home, 'bare-snapshot');
  await makeBareSnapshot(build, snapshot);
  const floorFolder = join(bench.home, 'bare');
  const boot = (index: number) => startBareMachine(build, join(floorFolder, `${index}`), 'none', null);
  const comeIn = (index: number) =>
    startBareMachine(build, join(floorFolder, `${index}`), 'waiting', {
      file: join(snapshot, 'memory'),
      share: 'off',
    });

  console.log(
    `Seconds until all N machines answer (${accelerator}); ours: until the services of all are up.\n`,
  );
  const rows: string[][] = [];
  for (const count of counts) {
    const cold: Pair = { floor: [], ours: [] };
    const restored: Pair = { floor: [], ours: [] };
    for (let round = 0; round < roundsFor(count); round += 1) {
      cold.floor.push(await time(count, boot, async () => undefined));
      rmSync(floorFolder, { recursive: true, force: true });
      rmSync(join(bench.directories.cache, 'vm-templates'), { recursive: true, force: true });
      cold.ours.push(await start(bench, count));
      await stop(bench);
    }
    for (let round = 0; round < restoredRounds; round += 1) {
      restored.floor.push(await time(count, comeIn, (machine) => restoreBareMachine(machine, snapshot)));
      rmSync(floorFolder, { recursive: true, force: true });
      restored.ours.push(await start(bench, count));
      await stop(bench);
    }
    rows.push([
      String(count),
      ...cells(cold, aims.cold),
      ...cells(restored, aims.restored),
      quarter(cold, restored),
    ]);
  }
  printTable(
    [
      'N',
      'cold floor',
      'cold',
      `to floor (≤ ${aims.cold})`,
      'restore floor',
      'restored',
      `to floor (≤ ${aims.restored})`,
      'restored / cold floor (≤ ¼)',
    ],
    rows,
  );
}

interface Pair {
  readonly floor: number[];
  readonly ours: number[];
}

async function time(
  count: number,
  make: (index: number) => BareMachine,
  bringUp: (machine: BareMachine) => Promise<void>,
): Promise<number> {
  const began = performance.now();
  const machines = Array.from({ length: count }, (_, index) => make(index));
  try {
    await Promise.all(
      machines.map(async (machine) => {
        await bringUp(machine);
        await machine.answers();
      }),
    );
    return performance.now() - began;
  } finally {
    await Promise.all(machines.map((machine) => machine.end()));
  }
}

function cells({ floor, ours }: Pair, aim: number): string[] {
  const ratio = median(ours) / median(floor);
  return [seconds(median(floor)), seconds(median(ours)), judged(ratio, aim)];
}

/** Booting all of them is what a snapshot spares. */
function quarter(cold: Pair, restored: Pair): string {
  return judged(median(restored.ours) / median(cold.floor), aims.quarter);
}

function judged(ratio: number, aim: number): string {
  return `${ratio.toFixed(2)} ×${ratio <= aim ? '' : ' missed'}`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(2);
}
