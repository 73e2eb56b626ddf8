import type { Command } from 'commander';
import type { Target } from '#shared/contract/common.ts';
import { flavourOption, type RunWork, type TargetOptions, wantedTarget } from '../commandOptions.ts';
import { refuseNotYet } from '../notYet.ts';
import { duration } from '../output/text.ts';
import type { Session } from '../session.ts';
import { deploymentToStop } from '../targets.ts';

export function declareStop(program: Command, run: RunWork): Command {
  return program
    .command('stop')
    .summary('stop the nodes and remove them')
    .description('Stops the newest deployment and removes it. Ends when everything is verified gone.')
    .addOption(flavourOption('of which platform; of the newest deployment when left out'))
    .option('-d, --deployment-file <file>', 'not there yet')
    .action((options: TargetOptions, command: Command) =>
      run(command, async (session) => {
        refuseNotYet(command, ['deploymentFile']);
        return stop(session, await deploymentToStop(session, wantedTarget(options)));
      }),
    );
}

/** Stops and says what was removed. Shared by every command that stops. */
export async function stop(
  session: Session,
  target: Target,
): Promise<{ removed: string[]; durationMs: number }> {
  const result = await session.runJob({
    begin: (client) => client.deployments.stop({ target }),
    result: (client, handle) => client.deployments.stopResult(handle),
  });
  const removed = result.removed.length === 0 ? 'nothing was left of it' : result.removed.join(', ');
  session.print(
    `Stopped ${target.composition}::${target.flavour} in ${duration(result.durationMs)}. Removed: ${removed}.`,
  );
  return result;
}
