/** One script on the nodes of one deployment, from the check before it to its result and its record. */
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { NodeLine, RunSummary, TestFailure, TestResult } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import type { WorkContext } from '../jobs/workContext.ts';
import { abilitiesOf } from './abilities.ts';
import type { Failure } from './messages.ts';
import type { NodeBackend } from './nodeBackend.ts';
import type { ProjectFolders } from './projectFiles.ts';
import { describeIssues, locateTraceback } from './reporting.ts';
import { createRequestHandler } from './requestHandler.ts';
import type { TestRunner } from './runner.ts';
import { readJournals } from './runs/journal.ts';
import { followNodes, lastLinesOf, type NodeLines } from './runs/nodeLines.ts';
import { createRunRecord } from './runs/record.ts';
import { keepRun, nameRun } from './runs/store.ts';
import { positionOf, type TestScript } from './testScript.ts';
import { createTimeline } from './timeline.ts';

export interface ScriptExecution {
  readonly target: Target;
  readonly script: TestScript;
  readonly backend: NodeBackend;
  readonly runner: TestRunner;
  /** Milliseconds for the whole script. */
  readonly timeoutMs: number;
  /** The run's name, when it has been told already. */
  readonly run?: string;
  /** Called with what is followed of the nodes, as soon as it is. */
  readonly onLines?: (lines: NodeLines) => void;
  readonly nodeWrote?: (lines: NodeLine[]) => void;
}

/**
 * Checks a script, runs it and keeps its record. A failed test is a result. Neither runner nor backend is closed.
 *
 * @throws AppError `bad-input` with the position when the script is wrong before it runs, `cancelled`, `internal`
 */
export async function executeScript(execution: ScriptExecution, work: WorkContext): Promise<TestResult> {
  const { target, script, backend, runner, timeoutMs, onLines, nodeWrote = () => {} } = execution;
  const setting = settingOf(target, backend);
  const issues = await runner.check({ ...script, keep: false }, setting);
  if (issues.length > 0) throw describeIssues(script, issues);

  const record = createRunRecord();
  const timeline = createTimeline((progress: JobProgress) => {
    record.add(progress);
    work.report(progress);
  });
  const handler = createRequestHandler(backend, foldersOf(target), () => timeline, {
    script: async () => script,
  });
  const lines = followNodes(backend, nodeWrote);
  onLines?.(lines);
  const deadline = AbortSignal.timeout(timeoutMs);
  const startedAt = Date.now();
  const begun = performance.now();
  const run = execution.run ?? nameRun(startedAt);
  work.report({ type: 'script', run, source: script.source, position: script.position });

  async function describe(failure: Failure | null): Promise<TestFailure | null> {
    if (failure === null) return null;
    const message = deadline.aborted
      ? `The script did not end within ${timeoutMs / 1000} seconds and was stopped.`
      : failure.message;
    const node = timeline.failedNodeAt(failure.line);
    return {
      ...locateFailure(script, failure),
      message,
      node,
      lastLines: await lastLinesOf(backend, lines, node),
    };
  }

  let ended: { durationMs: number; failure: TestFailure | null; outcome: RunSummary['outcome'] } | undefined;
  try {
    const { failure } = await runner.run({ ...script, ...wholeScript }, setting, {
      handler,
      print: (text, line) => timeline.print(text, line, null),
      signal: AbortSignal.any([work.signal, deadline]),
    });
    timeline.close();
    const durationMs = performance.now() - begun;
    lines.add(await readJournals(backend, failure === null ? [] : backend.nodes, startedAt));
    const described = await describe(failure);
    const outcome = work.signal.aborted ? 'cancelled' : failure === null ? 'passed' : 'failed';
    ended = { durationMs, failure: described, outcome };
    if (work.signal.aborted) throw new AppError('cancelled', 'The test was stopped.');
    return { run, passed: failure === null, durationMs, statements: timeline.count, failure: described };
  } finally {
    timeline.close();
    handler.close();
    lines.close();
    if (ended !== undefined) {
      const { name, source, position } = script;
      const summary: RunSummary = {
        run,
        target,
        script: { name, source, position },
        nodes: [...backend.nodes],
        startedAt,
        statements: timeline.count,
        ...ended,
      };
      await keepRun({ summary, entries: record.entries() }, lines.all()).catch((error: unknown) =>
        work.report({
          type: 'warning',
          message: `The record of this run could not be kept: ${String(error)}`,
        }),
      );
    }
  }
}

/** Everything of a script, once, with names of its own. */
const wholeScript = {
  firstLine: 1,
  from: 1,
  to: Number.MAX_SAFE_INTEGER,
  pause: false,
  keep: false,
} as const;

export function settingOf(target: Target, backend: NodeBackend) {
  return {
    nodes: backend.nodes,
    flavour: target.flavour,
    abilities: abilitiesOf(backend.machines?.controls),
  };
}

export function foldersOf({ directory, composition, flavour }: Target): ProjectFolders {
  return { project: directory, output: join(directory, 'artifact', composition, flavour, 'test-output') };
}

/** A failure in terms of the file that the user edits. */
export function locateFailure(
  script: TestScript,
  { message, line, traceback }: Failure,
): Pick<TestFailure, 'message' | 'line' | 'position' | 'traceback'> {
  return { message, line, position: positionOf(script, line), traceback: locateTraceback(script, traceback) };
}
