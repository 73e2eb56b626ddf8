/** Follows the log of one test while it is built: statements to the job and the record, consoles to the lines. */
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { NodeLine, TestFailure, TimelineEntry } from '#shared/contract/tests.ts';
import { locateTraceback } from '../reporting.ts';
import { keptLines, type NodeLines } from '../runs/nodeLines.ts';
import { createRunRecord } from '../runs/record.ts';
import { positionOf, type TestScript } from '../testScript.ts';
import {
  type DriverLogStep,
  driverError,
  emptyDriverLog,
  finishDriverLog,
  readDriverLog,
} from './readDriverLog.ts';
import { readScriptHints } from './scriptHints.ts';

/** Lines that a failure carries. */
const shownLines = 30;
/** Lines of consoles are told in groups of this many milliseconds: a machine that boots writes hundreds. */
const gatherMs = 100;

export interface TestLog {
  readonly lines: NodeLines;
  take(line: string): void;
  /** Ends what is open; nothing may be taken afterwards. */
  finish(passed: boolean): void;
  readonly isEmpty: boolean;
  /** Calls and subtests. */
  readonly statements: number;
  readonly nodes: readonly string[];
  entries(): TimelineEntry[];
  /** Why the test failed, which it did. */
  failure(): TestFailure;
}

export interface TestLogListeners {
  report(progress: JobProgress): void;
  nodeWrote(lines: NodeLine[]): void;
}

export function followTestLog(script: TestScript, { report, nodeWrote }: TestLogListeners): TestLog {
  const hints = readScriptHints(script.source);
  const record = createRunRecord();
  const lines = keptLines([]);
  let log = emptyDriverLog;
  let last: string[] = [];
  let gathered: NodeLine[] = [];
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    clearTimeout(timer);
    timer = undefined;
    const written = gathered;
    gathered = [];
    if (written.length > 0) nodeWrote(written);
  }

  function apply(step: DriverLogStep): void {
    log = step.log;
    for (const progress of step.progress) {
      record.add(progress);
      report(progress);
    }
    if (step.console !== undefined) {
      const written: NodeLine = { ...step.console, source: 'console', at: Date.now() };
      lines.add([written]);
      gathered.push(written);
      timer ??= setTimeout(tell, gatherMs).unref();
    }
  }

  return {
    lines,
    take(line) {
      last = [...last, line].slice(-shownLines);
      apply(readDriverLog(log, line, hints));
    },
    finish(passed) {
      apply(finishDriverLog(log, passed));
      tell();
    },
    get isEmpty() {
      return last.length === 0;
    },
    get statements() {
      return log.count;
    },
    get nodes() {
      return [...log.nodes].sort();
    },
    entries: () => record.entries(),
    failure() {
      const error = driverError(log, script.name);
      const node = log.failedNode;
      return {
        message: error?.message ?? 'The test ended without saying why.',
        line: error?.line ?? null,
        position: positionOf(script, error?.line ?? null),
        traceback: locateTraceback(script, error?.traceback ?? ''),
        node,
        // Without a node or a message the end of the log is all that can tell.
        lastLines: node !== null ? lines.last(node, shownLines) : error === null ? last : [],
      };
    },
  };
}
