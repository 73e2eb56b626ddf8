/** Turns what a script does into statements of the job's progress. */
import type { JobProgress } from '#shared/contract/jobs.ts';

type Statement = Extract<JobProgress, { type: 'statement' }>;

/** Characters of a statement's output that are shown; the script itself gets all of it. */
const outputLimit = 16_384;
const textLimit = 2000;
/** Lines that a script may print; an endless loop must not fill the memory of whoever listens. */
const printLimit = 10_000;

export interface StatementStart {
  readonly kind: Statement['kind'];
  readonly line: number | null;
  readonly node: string | null;
  readonly text: string;
  /** What a call runs in the node's shell. */
  readonly command?: string;
}

export interface Timeline {
  /** Tells that a statement has begun; returns how to tell its end. */
  begin(start: StatementStart): (passed: boolean, output?: string) => void;
  /** Begins a group that holds what follows, until it is ended. */
  beginGroup(start: Omit<StatementStart, 'kind' | 'node'>): void;
  endGroup(passed: boolean): void;
  /** A line that the script wrote. */
  print(text: string, line: number | null, node: string | null): void;
  /** Ends what is still open as failed. */
  close(): void;
  /** Calls and groups so far. */
  readonly count: number;
  /** The node of the last call that failed, if the script was at that line. */
  failedNodeAt(line: number | null): string | null;
}

export function createTimeline(report: (progress: JobProgress) => void): Timeline {
  const groups: { id: number; end: (passed: boolean) => void }[] = [];
  let nextId = 0;
  let count = 0;
  let printed = 0;
  let failed: Pick<StatementStart, 'line' | 'node'> | undefined;

  function open(start: StatementStart): { id: number; end: (passed: boolean, output?: string) => void } {
    const id = nextId++;
    const startedAt = performance.now();
    const statement = {
      type: 'statement' as const,
      id,
      parent: groups.at(-1)?.id ?? null,
      kind: start.kind,
      line: start.line,
      node: start.node,
      text: shorten(start.text, textLimit),
      ...(start.command === undefined ? {} : { command: shorten(start.command, textLimit) }),
    };
    report({ ...statement, state: 'running' });
    return {
      id,
      end: (passed, output) => {
        if (!passed && start.node !== null) failed = start;
        report({
          ...statement,
          state: passed ? 'passed' : 'failed',
          durationMs: performance.now() - startedAt,
          ...(output === undefined || output === '' ? {} : { output: shorten(output, outputLimit) }),
        });
      },
    };
  }

  return {
    begin(start) {
      count++;
      return open(start).end;
    },
    beginGroup(start) {
      count++;
      groups.push(open({ ...start, kind: 'subtest', node: null }));
    },
    endGroup: (passed) => groups.pop()?.end(passed),
    print(text, line, node) {
      printed++;
      if (printed > printLimit) return;
      if (printed === printLimit) {
        report({
          type: 'warning',
          message: `The script has written ${printLimit} lines; what it writes from here on is not shown.`,
        });
        return;
      }
      report({
        type: 'statement',
        id: nextId++,
        parent: groups.at(-1)?.id ?? null,
        state: 'passed',
        kind: 'log',
        line,
        node,
        text: shorten(text, outputLimit),
      });
    },
    close() {
      while (groups.length > 0) groups.pop()?.end(false);
    },
    get count() {
      return count;
    },
    failedNodeAt: (line) => (failed?.line === line ? failed.node : null),
  };
}

/** Keeps the beginning and, as that is where errors are, more of the end. */
function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = Math.floor(limit / 4);
  const tail = limit - head;
  return `${text.slice(0, head)}\n… ${text.length - limit} characters …\n${text.slice(-tail)}`;
}
