/** Where nodes are met on this machine, also when a port is taken at the last moment. */
import { AppError } from '#shared/errors.ts';
import type { Forward } from '../machine/specification.ts';
import type { DeploymentRecord, NodeRecord } from '../state/record.ts';
import type { MachineContext } from './context.ts';
import type { WantedNode } from './plan.ts';
import { assignPorts, portsOf } from './ports.ts';

/** Between our letting go of a port and QEMU's taking it, another program may. */
const attempts = 4;

export interface Places {
  portsOf(id: number): number[];
  /** Launches at the ports that were noted, then at others. @throws AppError `port-taken` for one that was asked for */
  retry<Launched>(
    node: WantedNode,
    launch: (forwards: readonly Forward[]) => Promise<Launched>,
  ): Promise<Launched>;
  nodes(): NodeRecord[];
  haveMoved(): boolean;
}

export function createPlaces({ folders }: MachineContext, record: DeploymentRecord): Places {
  const places = new Map(record.nodes.map((node) => [node.id, node]));
  let haveMoved = false;

  function forwardsOf(id: number): Forward[] {
    const place = places.get(id);
    return place === undefined ? [] : [place.ssh, ...place.published];
  }

  async function move(node: WantedNode): Promise<void> {
    const place = places.get(node.id);
    if (place === undefined) return;
    const others = [...places.values()].filter(({ id }) => id !== node.id);
    const assigned = await assignPorts(folders, record.target, [node], others);
    places.set(node.id, { ...place, ...portsOf(assigned, node.id) });
    haveMoved = true;
  }

  return {
    portsOf: (id) => forwardsOf(id).map(({ hostPort }) => hostPort),
    async retry(node, launch) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await launch(forwardsOf(node.id));
        } catch (error) {
          const isTaken = error instanceof AppError && error.code === 'port-taken';
          if (!isTaken || attempt === attempts) throw error;
          await move(node);
        }
      }
    },
    nodes: () => [...places.values()],
    haveMoved: () => haveMoved,
  };
}
