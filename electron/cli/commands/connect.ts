import type { Command } from 'commander';
import type { DeployedNode, Deployment } from '#shared/contract/deployments.ts';
import { AppError } from '#shared/errors.ts';
import { flavourOption, type RunWork, type TargetOptions, wantedTarget } from '../commandOptions.ts';
import { refuseNotYet } from '../notYet.ts';
import type { Session } from '../session.ts';
import { nodeNamed, runningDeployment } from '../targets.ts';

interface ConnectOptions extends TargetOptions {
  readonly login?: string;
  readonly console?: boolean;
  readonly paneConsole?: boolean;
}

export function declareConnect(program: Command, run: RunWork): Command {
  return program
    .command('connect')
    .summary('open a shell on a node, or on all nodes side by side')
    .description(
      'Opens a shell on the node named. With several names, or none (all nodes), they are tiled in tmux.',
    )
    .argument('[host...]')
    .addOption(flavourOption('of which platform; of the newest deployment when left out'))
    .option('-l, --login <user>', 'who to be on the node')
    .option('-g, --geometry <geometry>', 'not there yet')
    .option('-i, --identity-file <key>', 'not there yet')
    .option('-d, --deployment-file <file>', 'not there yet')
    .option(
      '--console',
      'virtual machines: the console with all it has shown since the boot; Ctrl-] leaves it',
    )
    .option('--pane-console', 'several nodes: one more pane with a shell on this machine')
    .action((hosts: string[], options: ConnectOptions, command: Command) =>
      run(command, (session) => {
        refuseNotYet(command, ['geometry', 'identityFile', 'deploymentFile']);
        return connect(session, hosts, options);
      }),
    );
}

async function connect(
  session: Session,
  hosts: readonly string[],
  options: ConnectOptions,
): Promise<unknown> {
  const deployment = await runningDeployment(session, wantedTarget(options));
  const nodes = hosts.length === 0 ? deployment.nodes : hosts.map((host) => nodeNamed(deployment, host));
  const isConsole = options.console === true;
  for (const node of nodes) if (hosts.length > 0 && !isConsole) refuseUnlessRunning(node);
  if (session.json) return connectionCommands(deployment, nodes, isConsole);
  const [only] = nodes;
  if (hosts.length === 1 && only !== undefined) {
    const { openShell } = await import('../shell/openShell.ts');
    const exitCode = await openShell(session, {
      target: deployment.target,
      node: only.name,
      user: options.login,
      kind: isConsole ? 'console' : 'shell',
    });
    session.exitWith(exitCode ?? 1);
    return { node: only.name, exitCode };
  }
  const { openTiled } = await import('../shell/tiled.ts');
  const shown = nodes.filter(({ status }) => hasConsole(status) && (isConsole || status.state === 'running'));
  return openTiled(session, {
    target: deployment.target,
    nodes: shown.map(({ name }) => name),
    user: options.login,
    isConsole,
    hasLocalPane: options.paneConsole === true,
  });
}

/** A machine that has failed still shows on its console why. */
function hasConsole({ state }: DeployedNode['status']): boolean {
  return state !== 'absent' && state !== 'exited';
}

/** Why there is no shell on a node in this state, and what to do about it. */
const noShell: Readonly<Record<DeployedNode['status']['state'], readonly [why: string, hint: string]>> = {
  running: ['runs', '`nxc connect` opens a shell on it.'],
  starting: ['is still starting', 'Try again in a moment.'],
  paused: ['is paused', '`nxc power resume` lets it go on.'],
  stopping: ['is being stopped', '`nxc start` starts it again.'],
  exited: ['has ended', '`nxc start --reuse` starts it again and keeps the others.'],
  failed: ['has failed', '`nxc start --reuse` starts it again and keeps the others.'],
  absent: ['is not there any more', '`nxc start --reuse` brings it back and keeps the others.'],
};

function refuseUnlessRunning({ name, status: { state } }: DeployedNode): void {
  if (state === 'running') return;
  const [why, hint] = noShell[state];
  const look = state === 'exited' || state === 'failed' ? `\`nxc logs ${name}\` shows what it wrote. ` : '';
  throw new AppError('node-failed', `${name} ${why}, so no shell can be opened on it.`, {
    hint: look + hint,
    details: { node: name },
  });
}

/** With `--json` nothing is opened: the answer says what to run. */
function connectionCommands(
  { target }: Deployment,
  nodes: readonly DeployedNode[],
  isConsole: boolean,
): unknown {
  const end = `-f ${target.flavour}${isConsole ? ' --console' : ''}`;
  return { target, commands: nodes.map(({ name }) => `nxc connect ${name} ${end}`) };
}
