/** What each node of a deployment is told. */
import { createHash, randomBytes } from 'node:crypto';
import type { PlannedNode } from '#shared/model/distribution.ts';
import type { MachineBuild } from '../build.ts';
import { identityText } from '../guest/identity.ts';
import { macAddresses } from '../network/addresses.ts';
import { writeKnownHosts } from '../ssh/knownHosts.ts';
import { projectKeys } from '../ssh/projectKeys.ts';
import type { DeploymentRecord, NodeRecord } from '../state/record.ts';
import type { MachineContext } from './context.ts';
import { describeForOthers } from './deploymentFile.ts';

export interface IdentityWriter {
  /** The deployment's file, which every node has. */
  readonly deployment: string;
  identityOf(node: PlannedNode & Pick<NodeRecord, 'id' | 'address'>): string;
}

export async function prepareIdentities(
  { folders }: MachineContext,
  build: MachineBuild,
  record: DeploymentRecord,
): Promise<IdentityWriter> {
  const { composition, directory, flavour } = record.target;
  const keys = await projectKeys(folders, directory);
  await writeKnownHosts(folders, record, keys);
  const deployment = describeForOthers(build, record, keys.user.publicKey);
  // Compact for the machines.
  const compact = JSON.stringify(JSON.parse(deployment));
  return {
    deployment,
    identityOf({ name, role, id, address }) {
      const macs = macAddresses(id);
      const hasSsh = record.nodes.find((node) => node.id === id)?.hasSsh === true;
      return identityText({
        hostName: name,
        role,
        composition,
        id,
        address,
        macAddress: macs.lan,
        managementMacAddress: macs.management,
        // The same node keeps it from start to start, as a real machine does.
        machineId: createHash('sha256')
          .update([directory, composition, flavour, name].join('\0'))
          .digest('hex')
          .slice(0, 32),
        seed: randomBytes(32).toString('hex'),
        hosts: record.nodes,
        deployment: compact,
        authorizedKeys: hasSsh ? keys.user.publicKey : '',
        hostKey: hasSsh ? keys.hostKey(record.target, name).privateKey : '',
      });
    },
  };
}
