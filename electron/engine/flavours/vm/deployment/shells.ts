/** Shells on nodes: as on real machines where they have an ssh server, else on the machine's own terminals. */
import { AppError } from '#shared/errors.ts';
import type { ShellRequest, ShellSession } from '../../flavour.ts';
import { openMachineTerminal } from '../guest/terminal.ts';
import { projectKeys } from '../ssh/projectKeys.ts';
import { openSshShell } from '../ssh/sshShell.ts';
import { type DeploymentRecord, type NodeRecord, nodeFolder } from '../state/record.ts';
import type { MachineContext } from './context.ts';

export async function openShellOn(
  { folders }: MachineContext,
  record: DeploymentRecord,
  node: NodeRecord,
  request: ShellRequest,
): Promise<ShellSession> {
  const machine = { node: node.name, folder: nodeFolder(record, node) };
  if (!node.hasSsh) return openMachineTerminal(machine, request);
  const keys = await projectKeys(folders, record.target.directory);
  try {
    return await openSshShell(
      {
        node: node.name,
        port: node.ssh.hostPort,
        privateKey: keys.user.privateKey,
        hostKey: keys.hostKey(record.target, node.name).publicKey,
      },
      request,
    );
  } catch (error) {
    // Who looks into why the server does not answer needs a shell most of all.
    if (error instanceof AppError && error.code === 'connection-lost') {
      return openMachineTerminal(machine, request);
    }
    throw error;
  }
}
