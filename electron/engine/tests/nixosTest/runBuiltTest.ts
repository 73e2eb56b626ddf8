/** A test of the flavour `nixos-test` in the place of one on running nodes. */
import { buildOptions } from '#shared/contract/builds.ts';
import type { TestResult } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import type { WorkContext } from '../../jobs/workContext.ts';
import type { NixosTestRequest, NixosTests } from './index.ts';

export interface BuiltTestRequest extends Omit<NixosTestRequest, 'options'> {
  /** Milliseconds, building what the test needs included; without it the framework's own limit holds. */
  readonly timeoutMs?: number | undefined;
  /** Whether another script or another user is asked for than the built ones. */
  readonly wantsOther: boolean;
}

/**
 * Runs a test by building it.
 *
 * @throws AppError `unsupported` for another script or user, `timed-out`, and what building fails with
 */
export async function runBuiltTest(
  nixosTests: Pick<NixosTests, 'run'>,
  { timeoutMs, wantsOther, ...request }: BuiltTestRequest,
  { signal, report }: WorkContext,
): Promise<TestResult> {
  if (wantsOther) throw fixedScript();
  const deadline = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const limited = deadline === undefined ? signal : AbortSignal.any([signal, deadline]);
  try {
    return await nixosTests.run({ ...request, options: buildOptions.parse({}) }, { signal: limited, report });
  } catch (thrown) {
    if (timeoutMs === undefined || deadline?.aborted !== true || signal.aborted) throw thrown;
    throw tooLong(timeoutMs, thrown);
  }
}

function fixedScript(): AppError {
  return new AppError(
    'unsupported',
    'A test of the flavour “nixos-test” runs the script that is built into it, as root.',
    {
      hint: 'Write the script into the composition, or run it on another flavour: nxc driver script.py -f vm.',
    },
  );
}

function tooLong(timeoutMs: number, cause: unknown): AppError {
  return new AppError(
    'timed-out',
    `The test did not end within ${timeoutMs / 1000} seconds and was stopped.`,
    {
      hint: 'Building what it needs counts too: build the flavour nixos-test-driver first, or give it more time.',
      cause,
    },
  );
}

/** @returns why no session can be opened on, and no script sent to, machines of the framework */
export function ownedByDriver(flavour: string): AppError {
  return new AppError(
    'unsupported',
    `The machines of the flavour “${flavour}” belong to the NixOS test driver.`,
    {
      hint: 'Its own Python prompt talks to them, in a terminal: nxc start --build -f nixos-test-driver.',
    },
  );
}
