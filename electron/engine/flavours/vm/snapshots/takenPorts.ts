import { createPortChooser } from '../network/freePorts.ts';
import { identifierOf, type MachineFolders } from '../state/folders.ts';
import { type DeploymentRecord, readAllRecords } from '../state/record.ts';

/**
 * Ports of a deployment that does not run which somebody else has meanwhile, and others that are free. Of the user's own
 * deployments those count that are noted, too.
 */
export async function takenPorts(
  folders: MachineFolders,
  record: DeploymentRecord,
): Promise<ReadonlyMap<number, number>> {
  const own = identifierOf(record.target);
  const others = (await readAllRecords(folders)).filter(({ target }) => identifierOf(target) !== own);
  const chooser = createPortChooser(portsOf(others).map(({ hostPort }) => hostPort));
  const taken: number[] = [];
  for (const { hostPort } of portsOf([record])) if (!(await chooser.take(hostPort))) taken.push(hostPort);
  const moved = new Map<number, number>();
  for (const port of taken) moved.set(port, await chooser.choose(port + 1));
  return moved;
}

function portsOf(records: readonly DeploymentRecord[]) {
  return records.flatMap(({ nodes }) => nodes).flatMap(({ ssh, published }) => [ssh, ...published]);
}
