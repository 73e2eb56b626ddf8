import { Argument, type Command } from 'commander';
import { flavourOption, type RunWork, type TargetOptions, wantedTarget } from '../commandOptions.ts';
import { nodesNamed, runningDeployment } from '../targets.ts';

const actions = ['cut', 'restore'] as const;

export function declareLink(program: Command, run: RunWork): Command {
  return program
    .command('link')
    .summary('cut nodes off from the others, and connect them again')
    .description(
      'Pulls the cable between nodes and the others (cut), or plugs it in again (restore). Commands, terminals and\n' +
        'test scripts reach a node all the same. `nxc status` shows which nodes are cut off.',
    )
    .addArgument(new Argument('<action>', 'what to do').choices(actions))
    .argument('<node...>')
    .addOption(flavourOption('of which platform; of the newest deployment when left out'))
    .action((action: (typeof actions)[number], names: string[], options: TargetOptions, command: Command) =>
      run(command, async (session) => {
        const deployment = await runningDeployment(session, wantedTarget(options));
        const nodes = nodesNamed(deployment, names);
        const client = await session.client();
        const connected = action === 'restore';
        for (const { name: node } of nodes) {
          await client.deployments.link({ target: deployment.target, node, connected });
          session.print(`${node} is ${connected ? 'connected' : 'cut off'}.`);
        }
        return { action, nodes: nodes.map(({ name }) => name) };
      }),
    );
}
