import type { ErrorCode } from '#shared/errors.ts';

export const exitCodes = { success: 0, failed: 1, badUsage: 2, interrupted: 130 } as const;

/** What a shell script learns from the end of a command. */
export function exitCodeOf(code: ErrorCode, interrupted: boolean): number {
  if (interrupted && code === 'cancelled') return exitCodes.interrupted;
  return code === 'bad-input' ? exitCodes.badUsage : exitCodes.failed;
}
