/** How much the nodes' machines use of this one. */
import { readFile } from 'node:fs/promises';
import type { NodeSample } from '../../flavour.ts';
import { findProcess } from '../state/processes.ts';
import { type DeploymentRecord, nodeFolder } from '../state/record.ts';

/** Use of a processor is a difference: between two looks this far apart if there was no earlier one. */
const spacingMs = 200;

/** Linux tells processor time in hundredths of a second everywhere. */
const ticksPerSecond = 100;

interface Look {
  /** Milliseconds on a clock that nobody sets. */
  readonly at: number;
  readonly cpuTicks: number;
  readonly memoryBytes: number;
}

export interface StatsReader {
  /** One sample per machine that has a process. */
  read(record: DeploymentRecord): Promise<NodeSample[]>;
}

/** Remembers the last look at each process. */
export function createStatsReader(): StatsReader {
  let lastLooks = new Map<number, Look>();
  return {
    async read(record) {
      const processes = await Promise.all(
        record.nodes.map(async (node) => ({
          name: node.name,
          pid: await findProcess(nodeFolder(record, node)),
        })),
      );
      const running = processes.flatMap(({ name, pid }) => (pid === undefined ? [] : [{ name, pid }]));
      const before = lastLooks;
      if (running.some(({ pid }) => !before.has(pid))) {
        for (const [pid, first] of await lookAll(running)) before.set(pid, first);
        await new Promise((resolve) => setTimeout(resolve, spacingMs));
      }
      lastLooks = await lookAll(running);
      return running.flatMap(({ name, pid }) => {
        const first = before.get(pid);
        const second = lastLooks.get(pid);
        if (first === undefined || second === undefined) return [];
        const seconds = (second.at - first.at) / 1000;
        const cpuPercent =
          seconds <= 0 ? 0 : ((second.cpuTicks - first.cpuTicks) / ticksPerSecond / seconds) * 100;
        return [{ node: name, cpuPercent, memoryBytes: second.memoryBytes }];
      });
    },
  };
}

async function lookAll(processes: readonly { readonly pid: number }[]): Promise<Map<number, Look>> {
  const looks = await Promise.all(processes.map(async ({ pid }) => ({ pid, look: await lookAt(pid) })));
  return new Map(looks.flatMap(({ pid, look }) => (look === undefined ? [] : [[pid, look] as const])));
}

/** Memory that is shared among processes counts for each of them in part. */
async function lookAt(pid: number): Promise<Look | undefined> {
  try {
    const [status, memory] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/smaps_rollup`, 'utf8'),
    ]);
    const fields = status.slice(status.lastIndexOf(')') + 2).split(' ');
    return {
      at: performance.now(),
      cpuTicks: Number(fields[11]) + Number(fields[12]),
      memoryBytes: Number(/^Pss:\s+(\d+) kB/m.exec(memory)?.[1] ?? 0) * 1024,
    };
  } catch {
    // It has ended meanwhile.
    return undefined;
  }
}
