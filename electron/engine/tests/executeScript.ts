/** One script on the nodes of one deployment, from the check before it to its result. */
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { TestResult } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import type { WorkContext } from '../jobs/workContext.ts';
import type { NodeBackend } from './nodeBackend.ts';
import { describeIssues, locateTraceback } from './reporting.ts';
import { createRequestHandler } from './requestHandler.ts';
import type { TestRunner } from './runner.ts';
import { positionOf, type TestScript } from './testScript.ts';
import { createTimeline } from './timeline.ts';

export interface ScriptExecution {
  readonly target: Target;
  readonly script: TestScript;
  readonly backend: NodeBackend;
  readonly runner: TestRunner;
  /** Milliseconds for the whole script. */
  readonly timeoutMs: number;
}

/**
 * Checks a script and runs it. A failed test is a result. Neither runner nor backend is closed.
 *
 * @throws AppError `bad-input` with the position when the script is wrong before it runs, `cancelled`, `internal`
 */
export async function executeScript(
  { target, script, backend, runner, timeoutMs }: ScriptExecution,
  work: WorkContext,
): Promise<TestResult> {
  const setting = { nodes: backend.nodes, flavour: target.flavour };
  const issues = await runner.check(script, setting);
  if (issues.length > 0) throw describeIssues(script, issues);

  const timeline = createTimeline(work.report);
  const output = join(target.directory, 'artifact', target.composition, target.flavour, 'test-output');
  const handler = createRequestHandler(backend, { project: target.directory, output }, timeline);
  const deadline = AbortSignal.timeout(timeoutMs);
  const startedAt = performance.now();
  try {
    const failure = await runner.run(script, setting, {
      handler,
      print: (text, line) => timeline.print(text, line, null),
      signal: AbortSignal.any([work.signal, deadline]),
    });
    if (work.signal.aborted) throw new AppError('cancelled', 'The test was stopped.');
    return {
      passed: failure === null,
      durationMs: performance.now() - startedAt,
      statements: timeline.count,
      failure:
        failure === null
          ? null
          : {
              message: deadline.aborted
                ? `The script did not end within ${timeoutMs / 1000} seconds and was stopped.`
                : failure.message,
              line: failure.line,
              position: positionOf(script, failure.line),
              traceback: locateTraceback(script, failure.traceback),
            },
    };
  } finally {
    timeline.close();
    handler.close();
  }
}
