import { AppError } from '#shared/errors.ts';

/** @throws AppError `cancelled` once the signal is aborted, whatever reason it carries */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new AppError('cancelled', 'Cancelled.', { cause: signal.reason });
}
