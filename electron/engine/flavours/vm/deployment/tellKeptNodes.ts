/** Nodes that keep running learn who the others are now, and will know it when they boot again. */
import { join } from 'node:path';
import type { WorkContext } from '../../../jobs/workContext.ts';
import { quote } from '../../channel/shellProtocol.ts';
import { forEachConcurrently } from '../../concurrently.ts';
import { askControl } from '../guest/control.ts';
import { hostLines, writeIdentity } from '../guest/identity.ts';
import { machineFiles } from '../machine/sockets.ts';
import { type DeploymentRecord, type NodeRecord, nodeFolder } from '../state/record.ts';
import type { IdentityWriter } from './nodeIdentity.ts';

const concurrency = 8;
const patienceMs = 30_000;

/** What does not work for one node is a warning: it runs, and can be used. */
export async function tellKeptNodes(
  record: DeploymentRecord,
  kept: readonly NodeRecord[],
  before: DeploymentRecord | undefined,
  identities: IdentityWriter,
  work: WorkContext,
): Promise<void> {
  const hosts = hostLines(record.nodes);
  if (before === undefined || hosts === hostLines(before.nodes)) return;
  const script = [
    `printf '%s\\n' ${quote(identities.deployment)} >/etc/nxc/deployment.json`,
    `printf '%s\\n' ${quote(hosts)} >/etc/nxc/deployment-hosts`,
    'grep -v "^192[.]168[.]1[.][0-9]* " /etc/hosts >/run/nxc/hosts',
    'cat /etc/nxc/deployment-hosts >>/run/nxc/hosts',
    'cat /run/nxc/hosts >/etc/hosts',
  ].join(' && ');
  await forEachConcurrently(kept, concurrency, async (node) => {
    const machine = { node: node.name, folder: nodeFolder(record, node) };
    await writeIdentity(join(machine.folder, machineFiles.identity), identities.identityOf(node));
    const outcome = await askControl(machine, script, patienceMs).catch((error: unknown) => ({
      exitCode: -1,
      output: error instanceof Error ? error.message : String(error),
    }));
    if (outcome.exitCode === 0) return;
    work.report({
      type: 'warning',
      message: `Node “${node.name}” was kept but could not be told of the other nodes: ${outcome.output.trim()}`,
      hint: 'It finds new nodes by address only. Stop and start to give it their names.',
    });
  });
}
