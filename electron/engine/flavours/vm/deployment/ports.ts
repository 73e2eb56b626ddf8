/** Which ports of this machine lead to which node. */
import type { Target } from '#shared/contract/common.ts';
import { AppError } from '#shared/errors.ts';
import type { Forward } from '../machine/specification.ts';
import { createPortChooser, preferredSshPort } from '../network/freePorts.ts';
import { identifierOf, type MachineFolders } from '../state/folders.ts';
import { type NodeRecord, readAllRecords } from '../state/record.ts';
import type { WantedNode } from './plan.ts';

export interface NodePorts {
  readonly ssh: Forward;
  readonly published: Forward[];
}

/** Where published ports begin for which any will do. */
const firstFreePort = 23_000;
const sshPort = 22;

/**
 * Chooses ports that are free, and that no other deployment of the user has noted down: its machine may be paused in
 * the middle of a start.
 *
 * @throws AppError `port-taken` for a port that the composition asks for and somebody else has
 */
export async function assignPorts(
  folders: MachineFolders,
  target: Target,
  wanted: readonly WantedNode[],
  kept: readonly NodeRecord[],
): Promise<Map<number, NodePorts>> {
  const keptIds = new Set(kept.map(({ id }) => id));
  const records = await readAllRecords(folders);
  const own = identifierOf(target);
  const others = records
    .filter((record) => identifierOf(record.target) !== own)
    .flatMap(({ nodes }) => nodes)
    .flatMap(({ ssh, published }) => [ssh, ...published]);
  const taken = kept.flatMap(({ ssh, published }) => [ssh, ...published]);
  const chooser = createPortChooser([...taken, ...others].map(({ hostPort }) => hostPort));
  const assigned = new Map<number, NodePorts>();
  for (const { id, name, ports } of wanted) {
    if (keptIds.has(id)) continue;
    const ssh = { hostPort: await chooser.choose(preferredSshPort(id)), nodePort: sshPort };
    const published: Forward[] = [];
    for (const { hostPort, nodePort } of ports) {
      if (hostPort !== null && !(await chooser.take(hostPort))) throw portTaken(hostPort, name);
      published.push({ hostPort: hostPort ?? (await chooser.choose(firstFreePort)), nodePort });
    }
    assigned.set(id, { ssh, published });
  }
  return assigned;
}

export function portsOf(assigned: ReadonlyMap<number, NodePorts>, id: number): NodePorts {
  const ports = assigned.get(id);
  if (ports === undefined) throw new RangeError(`no ports for machine ${id}`);
  return ports;
}

function portTaken(port: number, node: string): AppError {
  return new AppError(
    'port-taken',
    `Port ${port} of this machine is taken, node “${node}” cannot publish it.`,
    {
      hint: `See who has it: \`ss -ltnp 'sport = :${port}'\`. End that program, or publish another port.`,
      retryable: true,
      details: { node },
    },
  );
}
