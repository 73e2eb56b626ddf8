import { Argument, type Command } from 'commander';
import type { Target } from '#shared/contract/common.ts';
import type { Snapshot } from '#shared/contract/snapshots.ts';
import { AppError } from '#shared/errors.ts';
import { builtTargets } from '../builtTargets.ts';
import {
  compositionFlavourOption,
  flavourOption,
  type RunWork,
  type TargetOptions,
  wantedTarget,
} from '../commandOptions.ts';
import { nodeTable } from '../output/deploymentText.ts';
import { ago, bytes, count, table } from '../output/text.ts';
import type { Session } from '../session.ts';
import { runningDeployment } from '../targets.ts';

const actions = ['create', 'list', 'rollback', 'remove'] as const;
type SnapshotAction = (typeof actions)[number];

export function declareSnapshot(program: Command, run: RunWork): Command {
  return program
    .command('snapshot')
    .summary('keep running machines as they are, and go back to that')
    .description(
      'Virtual machines only. All nodes of a deployment stand still, are saved with their memory, and go on (create);\n' +
        'later all of them are again what they were in that moment (rollback). Snapshots outlive the deployment and are\n' +
        'removed only by `remove` and by `nxc clean`.',
    )
    .addArgument(new Argument('<action>', 'what to do').choices(actions))
    .argument('[snapshot]', 'its name; by the clock when left out of create')
    .addOption(flavourOption('of which platform; of the newest deployment when left out'))
    .addOption(compositionFlavourOption())
    .action((action: SnapshotAction, name: string | undefined, options: TargetOptions, command: Command) =>
      run(command, async (session) => {
        const target = await snapshotTarget(session, options);
        if (action === 'create') return create(session, target, name);
        if (action === 'list') return list(session, target);
        if (name === undefined) throw noName(action);
        return action === 'rollback' ? rollBack(session, target, name) : remove(session, target, name);
      }),
    );
}

/** What runs; if nothing does, the newest build that could have snapshots: they outlive what they were made of. */
async function snapshotTarget(session: Session, options: TargetOptions): Promise<Target> {
  const wanted = wantedTarget(options);
  try {
    return (await runningDeployment(session, wanted)).target;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'not-found') throw thrown;
    const client = await session.client();
    const { directory } = await client.projects.open({ directory: session.directory });
    const newest = builtTargets(directory).find(
      ({ composition, flavour }) =>
        (wanted.composition ?? composition) === composition &&
        (wanted.flavour === undefined ? flavour.startsWith('vm') : wanted.flavour === flavour),
    );
    if (newest === undefined) throw thrown;
    return { directory, ...newest };
  }
}

async function create(session: Session, target: Target, name: string | undefined): Promise<Snapshot> {
  const made = await session.runJob({
    begin: (client) => client.snapshots.create({ target, ...(name === undefined ? {} : { name }) }),
    result: (client, handle) => client.snapshots.createResult(handle),
  });
  session.print(`Kept ${count(made.nodes.length, 'node')} as “${made.name}” (${bytes(made.sizeBytes)}).`);
  session.print(`Back to it: ${session.style.bold(`nxc snapshot rollback ${made.name}`)}`);
  return made;
}

async function list(session: Session, target: Target): Promise<Snapshot[]> {
  const snapshots = await (await session.client()).snapshots.list({ target });
  if (snapshots.length === 0) session.print(`${target.composition}::${target.flavour} has no snapshots.`);
  const now = Date.now();
  const rows = snapshots.map(({ name, madeAt, sizeBytes, nodes }) => [
    name,
    ago(now - madeAt),
    bytes(sizeBytes),
    nodes.map((node) => node.name).join(', '),
  ]);
  if (rows.length > 0) {
    for (const line of table([['SNAPSHOT', 'MADE', 'SIZE', 'NODES'], ...rows])) session.print(line);
  }
  return snapshots;
}

async function rollBack(session: Session, target: Target, name: string): Promise<unknown> {
  const deployment = await session.runJob({
    begin: (client) => client.snapshots.rollback({ target, name }),
    result: (client, handle) => client.snapshots.rollbackResult(handle),
  });
  session.print(`${count(deployment.nodes.length, 'node')}, as they were in “${name}”:`);
  for (const line of nodeTable(deployment, session.style)) session.print(`  ${line}`);
  return { deployment };
}

async function remove(session: Session, target: Target, name: string): Promise<unknown> {
  const result = await (await session.client()).snapshots.remove({ target, name });
  session.print(`Removed “${name}”: ${bytes(result.freedBytes)} are free again.`);
  return result;
}

function noName(action: SnapshotAction): AppError {
  return new AppError('bad-input', 'No snapshot was named.', {
    hint: `\`nxc snapshot list\` shows them; then: \`nxc snapshot ${action} NAME\`.`,
  });
}
