import { AppError } from '#shared/errors.ts';

/** One error for all nodes that do not run. It carries the code and the details of the first. */
export function startFailure(failures: ReadonlyMap<string, AppError>, total: number): AppError {
  const [first] = failures.values();
  if (first === undefined) throw new RangeError('no failure');
  if (failures.size === 1) return first;
  const others = [...failures.keys()].slice(1).join(', ');
  return new AppError(
    first.code,
    `${failures.size} of ${total} nodes do not run. ${first.message} Also: ${others}.`,
    { ...(first.hint === undefined ? {} : { hint: first.hint }), details: first.details, cause: first },
  );
}
