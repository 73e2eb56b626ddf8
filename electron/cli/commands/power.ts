import { Argument, type Command } from 'commander';
import type { PowerAction } from '#shared/contract/deployments.ts';
import { flavourOption, type RunWork, type TargetOptions, wantedTarget } from '../commandOptions.ts';
import { nodesNamed, runningDeployment } from '../targets.ts';

/** What each switch does, and how its end is told. */
const switches: Readonly<Record<PowerAction, { readonly does: string; readonly done: string }>> = {
  pause: { does: 'stops it with everything in memory', done: 'is paused' },
  resume: { does: 'continues it where it was', done: 'goes on' },
  reset: { does: 'is the button: it boots anew', done: 'boots anew' },
  start: { does: 'boots one that is off', done: 'runs' },
  shutdown: { does: 'asks its system to power off, and waits', done: 'is off' },
  crash: { does: 'ends it at once, as a power cut does', done: 'has crashed' },
};

const actions = Object.keys(switches) as PowerAction[];

export function declarePower(program: Command, run: RunWork): Command {
  return program
    .command('power')
    .summary('pause, resume, reset, start, shut down or crash nodes')
    .description(
      `Switches nodes.\n${actions.map((name) => `  ${name.padEnd(8)} ${switches[name].does}`).join('\n')}`,
    )
    .addArgument(new Argument('<action>', 'what to do').choices(actions))
    .argument('<node...>')
    .addOption(flavourOption('of which platform; of the newest deployment when left out'))
    .action((action: PowerAction, names: string[], options: TargetOptions, command: Command) =>
      run(command, async (session) => {
        const deployment = await runningDeployment(session, wantedTarget(options));
        const nodes = nodesNamed(deployment, names);
        const client = await session.client();
        const ends = await Promise.allSettled(
          nodes.map(async ({ name: node }) => {
            await client.deployments.power({ target: deployment.target, node, action });
            session.print(`${node} ${switches[action].done}.`);
          }),
        );
        for (const end of ends) if (end.status === 'rejected') throw end.reason;
        return { action, nodes: nodes.map(({ name }) => name) };
      }),
    );
}
