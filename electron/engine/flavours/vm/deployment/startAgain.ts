/** Starting one node of a deployment that is off, as it was. */
import type { WorkContext } from '../../../jobs/workContext.ts';
import { readMachineBuild, roleOf } from '../build.ts';
import { findQemu } from '../machine/program.ts';
import { findProcess } from '../state/processes.ts';
import { type DeploymentRecord, type NodeRecord, nodeFolder } from '../state/record.ts';
import type { MachineContext } from './context.ts';
import { launchAll } from './launchAll.ts';
import { prepareIdentities } from './nodeIdentity.ts';
import { hardwareOf } from './plan.ts';
import { prepareGroups } from './prepareGroups.ts';

/** Nothing happens to one that runs. @throws AppError that says why it does not run */
export async function startAgain(
  context: MachineContext,
  record: DeploymentRecord,
  node: NodeRecord,
  work: WorkContext,
): Promise<void> {
  if ((await findProcess(nodeFolder(record, node))) !== undefined) return;
  const build = await readMachineBuild(record.composeInfo);
  const role = roleOf(build, record.target.composition, node.role);
  const wanted = {
    ...node,
    build: role,
    hardware: hardwareOf(build, role, node.role, record.accelerator, node),
    ports: node.published,
  };
  const program = await findQemu(build.system, context.environment, context.cacheDirectory);
  const groups = await prepareGroups(context, program, [wanted], work);
  const identities = await prepareIdentities(context, build, record);
  await launchAll(context, { record, groups, program, build, identities, work });
}
