import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Target } from '#shared/contract/common.ts';
import type { TestResult } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import { flavourOption, type RunWork, type TargetOptions, wantedTarget } from '../commandOptions.ts';
import { notYet, refuseNotYet } from '../notYet.ts';
import { count, duration } from '../output/text.ts';
import type { Session } from '../session.ts';
import { runningDeployment } from '../targets.ts';

interface DriverOptions extends TargetOptions {
  readonly testScript?: boolean;
}

export interface Script {
  readonly name: string;
  readonly source: string;
}

export function declareDriver(program: Command, run: RunWork): Command {
  return program
    .command('driver')
    .summary('run a test script on the running nodes')
    .description('Runs the composition’s test script (-t), or the one named, on the nodes that run.')
    .argument('[script]', 'Python file to run instead of the composition’s test script')
    .addOption(flavourOption('of which platform; of the newest deployment when left out'))
    .option('-t, --test-script', 'run the composition’s own test script')
    .option('-l, --login <user>', 'not there yet')
    .option('-d, --deployment-file <file>', 'not there yet')
    .action((file: string | undefined, options: DriverOptions, command: Command) =>
      run(command, async (session) => {
        refuseNotYet(command, ['login', 'deploymentFile']);
        if (file === undefined && options.testScript !== true) {
          throw notYet(
            'The interactive Python prompt',
            'Run the test script with `nxc driver -t`, or a file of yours with `nxc driver script.py`.',
          );
        }
        const script = file === undefined ? undefined : await readScript(session, file);
        await prepareTest(session);
        const { target } = await runningDeployment(session, wantedTarget(options));
        return runTestScript(session, target, script);
      }),
    );
}

/** Starts the interpreter of test scripts now, beside what is to be done before the script runs. */
export async function prepareTest(session: Session): Promise<void> {
  await (await session.client()).tests.prepare({});
}

/**
 * Runs a script and says how it went. Shared by every command that tests.
 *
 * @throws AppError `test-failed` with the line and the traceback
 */
export async function runTestScript(session: Session, target: Target, script?: Script): Promise<TestResult> {
  const result = await session.runJob({
    title: `Running ${script?.name ?? 'the test script'}`,
    begin: (client) => client.tests.run({ target, ...(script === undefined ? {} : { script }) }),
    result: (client, handle) => client.tests.result(handle),
  });
  if (result.failure !== null) {
    const { message, line, position, traceback } = result.failure;
    const where = line === null || position !== null ? '' : ` in line ${line}`;
    throw new AppError('test-failed', `The test script failed${where}: ${message}`, {
      hint: 'The nodes still run: look at them with `nxc connect`, then run the script again with `nxc driver -t`.',
      details: { raw: traceback, ...(position === null ? {} : { position }) },
    });
  }
  session.print(
    `${session.style.green('The test script passed')}: ${count(result.statements, 'statement')} in ${duration(result.durationMs)}.`,
  );
  return result;
}

/** @throws AppError `not-found` when the file cannot be read */
export async function readScript(session: Session, file: string): Promise<Script> {
  const path = resolve(session.directory, file);
  try {
    return { name: basename(path), source: await readFile(path, 'utf8') };
  } catch (cause) {
    throw new AppError('not-found', `The test script ${path} cannot be read.`, {
      hint: 'Name a Python file, or run the composition’s own script with -t.',
      cause,
    });
  }
}
