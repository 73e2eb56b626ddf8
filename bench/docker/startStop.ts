/** Start and stop of N nodes, contestants in turn, so that what disturbs the machine disturbs all of them. */
import { sweep } from '#engine/flavours/docker/testing/dockerCommand.ts';
import { run } from '../lib/process.ts';
import { median } from '../lib/statistics.ts';
import { milliseconds, printTable } from '../lib/table.ts';
import { type Contestant, findContestants } from './contestants.ts';
import { prepare } from './prepare.ts';

/** A moment for the daemon to finish what it does behind a call. */
const restMs = 300;

export async function measureStartStop(nodeCounts: readonly number[], rounds: number): Promise<void> {
  const contestants = await findContestants();
  const missing = ['compose 1', 'compose 2'].filter(
    (name) => !contestants.some((each) => each.name.startsWith(name)),
  );
  if (missing.length > 0) console.log(`Not on this machine: ${missing.join(', ')}.\n`);
  const rows: string[][] = [];
  for (const nodeCount of nodeCounts) {
    const samples = new Map(
      contestants.map((contestant) => [contestant, { start: [], stop: [] } as Samples]),
    );
    for (let round = 0; round < rounds; round += 1) {
      for (const contestant of rotate(contestants, round)) {
        await measure(contestant, nodeCount, samples.get(contestant));
      }
    }
    for (const verb of ['start', 'stop'] as const) {
      const [floor] = contestants.map((contestant) => median(samples.get(contestant)?.[verb] ?? []));
      for (const [contestant, { [verb]: own }] of samples) {
        const value = median(own);
        const ratio = `${(value / (floor ?? Number.NaN)).toFixed(2)} ×`;
        rows.push([
          `${verb} ${nodeCount}`,
          contestant.name,
          milliseconds(value),
          milliseconds(Math.min(...own)),
          ratio,
        ]);
      }
    }
  }
  console.log(`Whole processes, from launch to end; medians of ${rounds} rounds.\n`);
  printTable(['what', 'who', 'median ms', 'least ms', 'to the floor'], rows);
}

interface Samples {
  readonly start: number[];
  readonly stop: number[];
}

async function measure(
  contestant: Contestant,
  nodeCount: number,
  samples: Samples | undefined,
): Promise<void> {
  const prepared = await prepare(nodeCount);
  const options = { cwd: prepared.artifactDirectory };
  samples?.start.push((await run(contestant.start(prepared), options)).milliseconds);
  await new Promise((resolve) => setTimeout(resolve, restMs));
  samples?.stop.push((await run(contestant.stop(prepared), options)).milliseconds);
  await new Promise((resolve) => setTimeout(resolve, restMs));
  // Not after a failure: what is left shows what went wrong, and cleaning up would hide the failure behind its own.
  sweep(prepared.fixture);
  prepared.fixture.remove();
}

function rotate<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
