/** A test script as part of a command: run, told, reported. */
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { TestFailure, TestResult } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import { count, duration } from '../output/text.ts';
import type { Session } from '../session.ts';
import { type WantedReport, writeReports } from './reports.ts';

export interface Script {
  readonly name: string;
  readonly source: string;
}

export interface TestRunOptions {
  /** Instead of the composition's own. */
  readonly script?: Script | undefined;
  readonly reports?: readonly WantedReport[];
  /** Who commands are run as on the nodes. */
  readonly user?: string | undefined;
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
export async function runTestScript(
  session: Session,
  target: Target,
  { script, reports = [], user }: TestRunOptions = {},
): Promise<TestResult> {
  const result = await session.runJob({
    title: `Running ${script?.name ?? 'the test script'}`,
    begin: (client) =>
      client.tests.run({
        target,
        ...(script === undefined ? {} : { script }),
        ...(user === undefined ? {} : { user }),
      }),
    result: (client, handle) => client.tests.result(handle),
  });
  await writeReports(session, target, result.run, reports);
  if (result.failure !== null) throw await testFailed(result.failure, target);
  session.print(
    `${session.style.green('The test script passed')}: ${count(result.statements, 'statement')} in ${duration(result.durationMs)}.`,
  );
  return result;
}

async function testFailed(failure: TestFailure, { composition, flavour }: Target): Promise<AppError> {
  if (flavour === 'nixos-test') {
    const { testFailedInBuild } = await import('#engine/tests/nixosTest/testFailed.ts');
    return testFailedInBuild(failure, composition);
  }
  const { message, line, position, traceback, node, lastLines } = failure;
  const where = line === null || position !== null ? '' : ` in line ${line}`;
  const log = lastLines.length === 0 ? '' : `\n\nThe last lines of ${node}:\n${lastLines.join('\n')}`;
  const look = node === null ? '`nxc connect`' : `\`nxc connect ${node}\``;
  return new AppError('test-failed', `The test script failed${where}: ${message}`, {
    hint: `The nodes still run: look at them with ${look}, then run the script again with \`nxc driver -t\`.`,
    details: {
      raw: `${traceback}${log}`,
      ...(position === null ? {} : { position }),
      ...(node === null ? {} : { node }),
    },
  });
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
