import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { type FlavourName, flavourNames } from '#shared/model/flavours.ts';
import { flavourOption, type RunWork } from '../commandOptions.ts';
import { refuseNotYet } from '../notYet.ts';
import { table } from '../output/text.ts';
import type { Session } from '../session.ts';

interface InitOptions {
  readonly template: string;
  readonly flavour?: FlavourName;
  readonly listFlavours?: boolean;
  readonly listFlavoursJson?: boolean;
  readonly listTemplatesJson?: boolean;
  readonly overwrite?: boolean;
}

export function declareInit(program: Command, run: RunWork): Command {
  return program
    .command('init')
    .summary('make a project from a template')
    .description(
      'Makes a project from a template, in this folder or in the one named. Overwrites no file unless told.',
    )
    .argument('[folder]', 'where the project is made', '.')
    .option('-t, --template <name>', 'what to begin with', 'tutorial')
    .addOption(flavourOption('the project’s default flavour'))
    .option('-F, --list-flavours', 'list the flavours and end')
    .option('--list-flavours-json', 'the same as JSON')
    .option('--list-templates-json', 'list the templates as JSON and end')
    .addOption(
      new Option('--use-local-templates', 'the templates that come with this program are always used'),
    )
    .addOption(new Option('-n, --no-symlink', 'not there yet').default(undefined))
    .option('--overwrite', 'replace files that are there already')
    .action((folder: string, options: InitOptions, command: Command) =>
      run(command, (session) => {
        refuseNotYet(command, ['symlink']);
        return init(session, folder, options);
      }),
    );
}

async function init(session: Session, folder: string, options: InitOptions): Promise<unknown> {
  if (options.listFlavours === true || options.listFlavoursJson === true)
    return listFlavours(session, options);
  const client = await session.client();
  if (options.listTemplatesJson === true) {
    const templates = await client.projects.templates({});
    session.print(JSON.stringify(templates, null, 2));
    return templates;
  }
  const { project, created, notes } = await client.projects.init({
    directory: resolve(session.directory, folder),
    template: options.template,
    flavour: options.flavour,
    overwrite: options.overwrite ?? false,
  });
  session.print(`Made ${project.directory} from the template ${options.template}:`);
  for (const file of created) session.print(`  ${file}`);
  for (const note of notes) session.print(note);
  session.print();
  const go = folder === '.' ? '' : `cd ${folder} && `;
  session.print(`Next: ${session.style.bold(`${go}nxc start --build`)}`);
  return { project, created, notes };
}

const availableFlavours: ReadonlySet<FlavourName> = new Set(['docker', 'vm', 'vm-ramdisk']);

function listFlavours(session: Session, { listFlavoursJson }: InitOptions): unknown {
  const rows = flavourNames.map((name) => ({ name, available: availableFlavours.has(name) }));
  if (listFlavoursJson === true) session.print(JSON.stringify(rows, null, 2));
  else {
    const lines = table(rows.map(({ name, available }) => [name, available ? 'available' : 'not yet']));
    for (const line of lines) session.print(line);
  }
  return rows;
}
