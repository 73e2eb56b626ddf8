/** The keys of a deployment's nodes, as ssh programs read them. */
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toAppError } from '#shared/errors.ts';
import { identifierOf, type MachineFolders } from '../state/folders.ts';
import type { DeploymentRecord } from '../state/record.ts';
import type { ProjectKeys } from './projectKeys.ts';

export function knownHostsFile({ deployments }: MachineFolders, { target }: DeploymentRecord): string {
  return join(deployments, identifierOf(target), 'known_hosts');
}

/** A node is met at a port of this machine. */
export async function writeKnownHosts(
  folders: MachineFolders,
  record: DeploymentRecord,
  keys: ProjectKeys,
): Promise<void> {
  const path = knownHostsFile(folders, record);
  const lines = record.nodes
    .filter(({ hasSsh }) => hasSsh)
    .map(({ name, ssh }) => `[127.0.0.1]:${ssh.hostPort} ${keys.hostKey(record.target, name).publicKey}\n`);
  try {
    await writeFile(`${path}.draft`, lines.join(''), { mode: 0o600 });
    await rename(`${path}.draft`, path);
  } catch (error) {
    throw toAppError(error);
  }
}
