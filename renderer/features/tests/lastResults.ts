/** How the last test of each target went. Remembered between runs of the app, for the panel and the matrix. */
import { recall, remember } from '#renderer/app/memory.ts';
import { createSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import type { TestResult } from '#shared/contract/tests.ts';

export interface LastResult extends TestResult {
  /** Milliseconds since the epoch. */
  readonly at: number;
}

type Results = Readonly<Record<string, LastResult>>;

const memoryName = 'test-results';

/** Only tells those who draw that something was remembered. */
export const testResults = createSlice<number, 'remembered'>(0, (version) => version + 1);

const nameOf = ({ composition, flavour }: Pick<Target, 'composition' | 'flavour'>): string =>
  `${composition}::${flavour}`;

export function rememberResult(target: Target, result: LastResult): void {
  const all = recall(memoryName, target.directory, isResults) ?? {};
  remember(memoryName, target.directory, { ...all, [nameOf(target)]: result });
  testResults.dispatch('remembered');
}

export function lastResult(target: Target): LastResult | null {
  return recall(memoryName, target.directory, isResults)?.[nameOf(target)] ?? null;
}

function isResults(value: unknown): value is Results {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.values(value).every(
      (result: Partial<LastResult> | null) =>
        typeof result?.passed === 'boolean' && typeof result.at === 'number',
    )
  );
}
