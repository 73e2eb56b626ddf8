import type { ErrorCode } from '#shared/errors.ts';

/** A test that failed is told from work that could not be done: the script ran, and the nodes still run. */
export const exitCodes = { success: 0, failed: 1, badUsage: 2, testFailed: 3, interrupted: 130 } as const;

/** What a shell script learns from the end of a command. */
export function exitCodeOf(code: ErrorCode, interrupted: boolean): number {
  if (interrupted && code === 'cancelled') return exitCodes.interrupted;
  if (code === 'test-failed') return exitCodes.testFailed;
  return code === 'bad-input' ? exitCodes.badUsage : exitCodes.failed;
}
