/** Statements as rows of a tree, and which of them are wanted. */
import type { Statement } from '../testRuns.ts';

export interface StatementNode {
  readonly statement: Statement;
  /** How many groups it stands in. */
  readonly depth: number;
  readonly isGroup: boolean;
  /** Identifiers of the groups around it, the outermost first. */
  readonly groups: readonly number[];
}

export interface RowFilter {
  readonly failedOnly: boolean;
  /** `null` for all. */
  readonly node: string | null;
  /** Looked for in what a statement says, runs and prints. */
  readonly text: string;
}

export const everything: RowFilter = { failedOnly: false, node: null, text: '' };

/** The statements as rows; each knows the groups around it. */
export function toRows(statements: readonly Statement[]): StatementNode[] {
  const groupsOf = new Map<number, readonly number[]>();
  return statements.map((statement) => {
    const { id, parent, kind } = statement;
    const groups = parent === null ? [] : [...(groupsOf.get(parent) ?? []), parent];
    groupsOf.set(id, groups);
    return { statement, depth: groups.length, isGroup: kind === 'subtest', groups };
  });
}

/** The rows that fit, and the groups around them. */
export function filterRows(rows: readonly StatementNode[], filter: RowFilter): readonly StatementNode[] {
  const { failedOnly, node } = filter;
  const text = filter.text.trim().toLowerCase();
  if (!failedOnly && node === null && text === '') return rows;
  const fits = ({ statement }: StatementNode): boolean =>
    (!failedOnly || statement.state === 'failed') &&
    (node === null || statement.node === node) &&
    (text === '' || wordsOf(statement).includes(text));
  const wanted = rows.filter(fits);
  const around = new Set(wanted.flatMap(({ groups }) => groups));
  const shown = new Set(wanted);
  return rows.filter((row) => shown.has(row) || around.has(row.statement.id));
}

const wordsOf = ({ text, command = '', output = '' }: Statement): string =>
  `${text}\n${command}\n${output}`.toLowerCase();

/** The call that a failure is about: the one that failed, or the last one before an assertion about its answer. */
export function callOfFailure(statements: readonly Statement[]): Statement | null {
  const calls = statements.filter(({ kind }) => kind === 'call');
  return calls.findLast(({ state }) => state === 'failed') ?? calls.at(-1) ?? null;
}

/**
 * The innermost group that failed. A session that runs a script again knows nothing of the run before: the variables
 * that a group uses are mostly made in it.
 */
export function failedGroup(statements: readonly Statement[]): Statement | null {
  return statements.findLast(({ kind, state }) => kind === 'subtest' && state === 'failed') ?? null;
}
