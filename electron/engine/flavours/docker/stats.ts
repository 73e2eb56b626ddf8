/** How much the nodes use. */
import type { ContainerInfo, ContainerStats } from 'dockerode';
import { forEachConcurrently } from '../concurrently.ts';
import type { NodeSample } from '../flavour.ts';
import type { DockerClient } from './api/client.ts';
import { apiConcurrency, nodeOf } from './inventory.ts';

/** Use of a processor is a difference: between two looks this far apart if there was no earlier one. */
const spacingMs = 200;

/** A look at the counter of a container: nanoseconds of processor time, at milliseconds since the epoch. */
interface Look {
  readonly at: number;
  readonly cpuNanoseconds: number;
  readonly memoryBytes: number;
}

export interface StatsReader {
  /** One sample per running container; the first one of a container takes a little longer. */
  read(containers: readonly ContainerInfo[]): Promise<NodeSample[]>;
}

/** Remembers the last look at each container, so that asking once a second needs one request each. */
export function createStatsReader(docker: DockerClient): StatsReader {
  let lastLooks = new Map<string, Look>();

  async function look(containers: readonly ContainerInfo[]): Promise<Map<string, Look>> {
    const looks = new Map<string, Look>();
    await forEachConcurrently(containers, apiConcurrency, async ({ Id }) => {
      // One that ends meanwhile has no sample.
      const sample = await docker
        .getContainer(Id)
        .stats({ stream: false, 'one-shot': true })
        .catch(() => undefined);
      if (sample?.memory_stats?.usage === undefined) return;
      looks.set(Id, {
        at: Date.parse(sample.read),
        cpuNanoseconds: sample.cpu_stats.cpu_usage.total_usage,
        memoryBytes: sample.memory_stats.usage - pageCache(sample),
      });
    });
    return looks;
  }

  return {
    async read(containers) {
      const running = containers.filter(({ State }) => State === 'running');
      const before = lastLooks;
      if (running.some(({ Id }) => !before.has(Id))) {
        for (const [identifier, first] of await look(running)) before.set(identifier, first);
        await new Promise((resolve) => setTimeout(resolve, spacingMs));
      }
      const now = await look(running);
      lastLooks = now;
      return running.flatMap((container) => {
        const first = before.get(container.Id);
        const second = now.get(container.Id);
        if (first === undefined || second === undefined) return [];
        return [
          {
            node: nodeOf(container),
            cpuPercent: cpuPercent(first, second),
            memoryBytes: second.memoryBytes,
          },
        ];
      });
    },
  };
}

function cpuPercent(first: Look, second: Look): number {
  const elapsedNanoseconds = (second.at - first.at) * 1e6;
  if (elapsedNanoseconds <= 0) return 0;
  return Math.max(0, ((second.cpuNanoseconds - first.cpuNanoseconds) / elapsedNanoseconds) * 100);
}

/** Cached files count as memory for the kernel but not for people: they go when the memory is needed. */
function pageCache({ memory_stats }: ContainerStats): number {
  return memory_stats.stats?.total_inactive_file ?? memory_stats.stats?.inactive_file ?? 0;
}
