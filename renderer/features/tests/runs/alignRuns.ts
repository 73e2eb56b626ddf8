/** Runs of one script beside each other: which statement of the one is which of the others. */
import type { Statement } from '../testRuns.ts';

export interface AlignedRow {
  /** By column; `null` where that run did not come to it. */
  readonly statements: readonly (Statement | null)[];
  readonly depth: number;
}

/**
 * Statements are the same when they stand at the same line in the same groups, say the same, and have been done as
 * often before. Those that only some runs have come after what they followed there.
 */
export function alignRuns(runs: readonly (readonly Statement[])[]): AlignedRow[] {
  const order: string[] = [];
  const rows = new Map<string, { statements: (Statement | null)[]; depth: number }>();
  for (const [column, statements] of runs.entries()) {
    let previous = -1;
    for (const { key, depth, statement } of keysOf(statements)) {
      const known = rows.get(key);
      if (known === undefined) {
        const row = { statements: runs.map((): Statement | null => null), depth };
        row.statements[column] = statement;
        rows.set(key, row);
        order.splice(previous + 1, 0, key);
        previous += 1;
      } else {
        known.statements[column] = statement;
        // Where two runs differ in order, the first one's is kept.
        previous = Math.max(previous, order.indexOf(key, previous + 1));
      }
    }
  }
  return order.flatMap((key) => rows.get(key) ?? []);
}

function keysOf(statements: readonly Statement[]) {
  const pathOf = new Map<number, string>();
  const depthOf = new Map<number, number>();
  const times = new Map<string, number>();
  return statements.map((statement) => {
    const { id, parent, kind, line, node, text } = statement;
    const around = parent === null ? '' : (pathOf.get(parent) ?? '');
    const depth = parent === null ? 0 : (depthOf.get(parent) ?? 0) + 1;
    // What is printed may differ from run to run: it is the same when it is printed at the same place.
    const same = JSON.stringify([around, kind, line, node, kind === 'log' ? null : text]);
    const time = times.get(same) ?? 0;
    times.set(same, time + 1);
    const key = `${same}#${time}`;
    pathOf.set(id, key);
    depthOf.set(id, depth);
    return { key, depth, statement };
  });
}
