import type { Command } from 'commander';
import type { RunWork } from '../commandOptions.ts';
import { table } from '../output/text.ts';

export function declareTemplates(program: Command, run: RunWork): Command {
  return program
    .command('templates')
    .summary('list what a project can begin with')
    .action((_options: unknown, command: Command) =>
      run(command, async (session) => {
        const templates = await (await session.client()).projects.templates({});
        const rows = templates.map(({ name, base, roles, description }) => [
          name,
          base,
          roles.join(', '),
          description,
        ]);
        const heading = ['TEMPLATE', 'BASE', 'ROLES', 'WHAT'];
        for (const line of table([heading, ...rows])) session.print(line);
        return templates;
      }),
    );
}
