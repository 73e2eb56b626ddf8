import type { Command } from 'commander';
import type { RunWork } from '../commandOptions.ts';

export function declareClean(program: Command, run: RunWork): Command {
  return program
    .command('clean')
    .summary('remove what builds and starts generated')
    .description('Removes build/, deploy/ and artifact/ of the project. Refuses while nodes run.')
    .action((_options: unknown, command: Command) =>
      run(command, async (session) => {
        const client = await session.client();
        const { directory } = await client.projects.open({ directory: session.directory });
        const result = await client.projects.clean({ directory });
        session.print(
          result.removed.length === 0
            ? 'There was nothing to remove.'
            : `Removed ${result.removed.join(', ')}.`,
        );
        return result;
      }),
    );
}
