/** A snapshot whose nodes are reached at other ports of this machine than they were. Pure. */
import type { Forward } from '../machine/specification.ts';
import type { SnapshotNote } from './snapshotStore.ts';

/** @param moved old ports and the new ones; all others stay */
export function movePorts(note: SnapshotNote, moved: ReadonlyMap<number, number>): SnapshotNote {
  if (moved.size === 0) return note;
  const now = (port: number): number => moved.get(port) ?? port;
  const move = ({ hostPort, nodePort }: Forward) => ({ hostPort: now(hostPort), nodePort });
  return {
    ...note,
    record: {
      ...note.record,
      nodes: note.record.nodes.map((node) => ({
        ...node,
        ssh: move(node.ssh),
        published: node.published.map(move),
      })),
    },
    nodes: note.nodes.map((node) => ({
      ...node,
      parameters: node.parameters.map((parameter, index) =>
        node.parameters[index - 1] === '-netdev'
          ? parameter.replace(
              /(,hostfwd=tcp:127\.0\.0\.1:)(\d+)/g,
              (_, option, port) => option + now(Number(port)),
            )
          : parameter,
      ),
    })),
    deployment: note.deployment.replace(/("ssh_port": ?)(\d+)/g, (_, key, port) => key + now(Number(port))),
    knownHosts: note.knownHosts.replace(
      /^(\[127\.0\.0\.1\]:)(\d+)/gm,
      (_, host, port) => host + now(Number(port)),
    ),
  };
}
