import type { Command } from 'commander';
import type { Check } from '#shared/contract/system.ts';
import { AppError } from '#shared/errors.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import { agrees, canAsk } from '../ask.ts';
import { flavourOption, type RunWork } from '../commandOptions.ts';
import type { Style } from '../output/style.ts';
import { count } from '../output/text.ts';
import type { Session } from '../session.ts';

interface DoctorOptions {
  readonly flavour?: FlavourName;
  readonly fix?: boolean;
  readonly yes?: boolean;
}

export function declareDoctor(program: Command, run: RunWork): Command {
  return program
    .command('doctor')
    .summary('check this machine, and repair it with --fix')
    .description(
      'Checks what this machine needs and shows the exact command for what is missing. With --fix it runs them.',
    )
    .addOption(flavourOption('check only what this platform needs'))
    .option('--fix', 'run the commands for what failed, after asking')
    .option('-y, --yes', 'do not ask')
    .action((options: DoctorOptions, command: Command) =>
      run(command, (session) => doctor(session, options)),
    );
}

async function doctor(session: Session, options: DoctorOptions): Promise<Check[]> {
  const client = await session.client();
  const request = options.flavour === undefined ? {} : { flavour: options.flavour };
  const found = await client.system.preflight(request);
  show(session, found);
  const broken = failed(found);
  if (broken.length === 0) {
    session.print('Everything that is needed is there.');
    return found;
  }
  const repairable = broken.filter(({ fixes }) => fixes.length > 0);
  const { flavour } = options;
  if (options.fix !== true || repairable.length === 0) {
    throw stillFailing(broken, { flavour, canFix: repairable.length > 0 });
  }
  if (options.yes !== true && !(await agreed(session, repairable))) {
    throw stillFailing(broken, { flavour, canFix: true });
  }
  return repair(session, flavour);
}

/**
 * Offers to get what a flavour lacks here, for commands that cannot do without.
 *
 * @throws AppError `missing-program` if something is missing still
 */
export async function makeReady(session: Session, flavour: FlavourName): Promise<void> {
  const client = await session.client();
  const broken = failed(await client.system.preflight({ flavour }));
  if (broken.length === 0) return;
  for (const line of checkLines(broken, session.style)) session.print(line);
  const canFix = broken.every(({ fixes }) => fixes.length > 0);
  if (!canFix || !(await agreed(session, broken))) throw stillFailing(broken, { flavour, canFix });
  await repair(session, flavour);
}

async function repair(session: Session, flavour: FlavourName | undefined): Promise<Check[]> {
  const request = flavour === undefined ? {} : { flavour };
  const checks = await session.runJob({
    begin: (engine) => engine.system.repair(request),
    result: (engine, handle) => engine.system.repairResult(handle),
    showLog: true,
  });
  session.print();
  show(session, checks);
  if (failed(checks).length > 0) throw stillFailing(failed(checks), { flavour, canFix: false });
  session.print('Everything that is needed is there now.');
  return checks;
}

function failed(checks: readonly Check[]): Check[] {
  return checks.filter(({ state }) => state === 'failed');
}

function show(session: Session, checks: readonly Check[]): void {
  for (const line of checkLines(checks, session.style)) session.print(line);
}

/** One line a check; under what is not well, how to get it well. */
function checkLines(checks: readonly Check[], style: Style): string[] {
  const marks = { passed: style.green('✓'), warning: style.yellow('!'), failed: style.red('✗') };
  return checks.flatMap(({ title, state, description, fixes, documentation }) => [
    `${marks[state]} ${title}: ${description}`,
    ...(state === 'passed' ? [] : fixes.map((fix) => `    ${fix.description}: ${style.bold(fix.command)}`)),
    ...(state === 'passed' || documentation === null ? [] : [`    ${style.dim(documentation)}`]),
  ]);
}

async function agreed(session: Session, checks: readonly Check[]): Promise<boolean> {
  if (!canAsk(session)) return false;
  session.print();
  for (const { fixes } of checks) session.print(`  ${fixes[0]?.command}`);
  return agrees(session, 'Run these commands now?');
}

interface Remedy {
  readonly flavour: FlavourName | undefined;
  /** Whether `--fix` knows what to do. */
  readonly canFix: boolean;
}

function stillFailing(checks: readonly Check[], { flavour, canFix }: Remedy): AppError {
  const which = flavour === undefined ? '' : ` -f ${flavour}`;
  const names = checks.map(({ title }) => title).join(', ');
  const [one] = checks.length === 1 ? checks : [];
  return new AppError('missing-program', `${count(checks.length, 'check')} failed: ${names}.`, {
    hint: canFix
      ? `Run the command${one === undefined ? 's' : ''} above, or let \`nxc doctor --fix${which}\` do it.`
      : `What to do is said above${one === undefined ? ' for each of them' : ''}; then run \`nxc doctor${which}\` again.`,
  });
}
