/** How long builds of a target took, to say what to expect of the next one. */
import { recall, remember } from '#renderer/app/memory.ts';
import type { Target } from '#shared/contract/common.ts';

const memoryName = 'build-times';
const timesKept = 5;

/** By target, the latest last, in milliseconds. */
type Times = Readonly<Record<string, readonly number[]>>;

/** Remembers a build that built something: others say only how long looking took. */
export function rememberTime(target: Target, milliseconds: number): void {
  const name = nameOf(target);
  const all = recall(memoryName, target.directory, isTimes) ?? {};
  const times = [...(all[name] ?? []), Math.round(milliseconds)].slice(-timesKept);
  remember(memoryName, target.directory, { ...all, [name]: times });
}

/** What the next build will take, in milliseconds; `null` when none was seen yet. */
export function expectedTime(target: Target): number | null {
  const times = recall(memoryName, target.directory, isTimes)?.[nameOf(target)] ?? [];
  return median(times);
}

export function median(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

const nameOf = ({ composition, flavour }: Target): string => `${composition}::${flavour}`;

function isTimes(value: unknown): value is Times {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (times: unknown) => Array.isArray(times) && times.every((time) => typeof time === 'number'),
    )
  );
}
