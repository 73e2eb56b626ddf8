import type { Command } from 'commander';
import { flavourOption, type RunWork, type TargetOptions, wantedTarget } from '../commandOptions.ts';
import { nodeNamed, runningDeployment } from '../targets.ts';

export function declareExec(program: Command, run: RunWork): Command {
  return program
    .command('exec')
    .summary('run one command on a node')
    .description(
      'Runs one command on a node, prints what it prints and ends with its exit code: nxc exec client -- ls /',
    )
    .argument('<node>')
    .argument('<command...>', 'after --, so that its options stay its own')
    .addOption(flavourOption('of which platform; of the newest deployment when left out'))
    .action((name: string, words: string[], options: TargetOptions, command: Command) =>
      run(command, async (session) => {
        const deployment = await runningDeployment(session, wantedTarget(options));
        const node = nodeNamed(deployment, name).name;
        const client = await session.client();
        const request = { target: deployment.target, node, command: shellCommand(words) };
        const result = await client.deployments.execute(request, { signal: session.signal });
        if (!session.json) {
          process.stdout.write(result.stdout);
          process.stderr.write(result.stderr);
        }
        session.exitWith(result.exitCode);
        return result;
      }),
    );
}

/** One word is a command line for the node's shell, as with ssh; several words reach the program as they are. */
export function shellCommand(words: readonly string[]): string {
  const [only] = words;
  if (words.length === 1 && only !== undefined) return only;
  return words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
}
