/** Tests of the NixOS test framework: they run inside of `nix build`, and are told and kept like all others. */
import type { BuildOptions, BuildResult } from '#shared/contract/builds.ts';
import type { Target } from '#shared/contract/common.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { NodeLine, RunSummary, TestFailure, TestResult } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import type { WorkContext } from '../../jobs/workContext.ts';
import type { NodeLines } from '../runs/nodeLines.ts';
import { keepRun, nameRun } from '../runs/store.ts';
import { findScriptPosition } from '../scriptPosition.ts';
import type { TestScript } from '../testScript.ts';
import { testFailedInBuild } from './testFailed.ts';
import { followTestLog, type TestLog } from './testLog.ts';

export interface NixosTestsDependencies {
  build(target: Target, options: BuildOptions, work: WorkContext): Promise<BuildResult>;
  /** The script of a composition, as far as its library tells; `null` otherwise. */
  readScript(target: Target, signal: AbortSignal): Promise<string | null>;
  /** What Nix has kept of the log of a build that went well; `null` when it has kept nothing. */
  readLog(target: Target, storePath: string, signal: AbortSignal): Promise<string | null>;
}

export interface NixosTestRequest {
  readonly target: Target;
  readonly options: BuildOptions;
  /** The name to keep the run under. */
  readonly run?: string;
  readonly onLines?: (lines: NodeLines) => void;
  readonly nodeWrote?: (lines: NodeLine[]) => void;
}

export interface NixosTests {
  /**
   * Builds a test, which runs it. A failed test is a result; a test that has passed before is not run again, its log
   * is read instead.
   *
   * @throws AppError of a build that failed before the test could run, `cancelled`
   */
  run(request: NixosTestRequest, work: WorkContext): Promise<TestResult>;
  /** The same as a build. @throws AppError `test-failed` too */
  build(target: Target, options: BuildOptions, work: WorkContext): Promise<BuildResult>;
}

type Outcome = { readonly test: TestResult } & (
  | { readonly built: BuildResult }
  | { readonly failure: TestFailure }
);

/** The derivation in which the framework runs a test. */
const testDerivation = /^(?:vm|container|nixos)-test-run-/;
const scriptName = 'test script';

export function createNixosTests({ build, readScript, readLog }: NixosTestsDependencies): NixosTests {
  async function findScript({ directory }: Target, source: string | null): Promise<TestScript> {
    const position = source === null ? null : await findScriptPosition(directory, source);
    return { name: scriptName, source: source ?? '', position };
  }

  async function buildAndTest(request: NixosTestRequest, work: WorkContext): Promise<Outcome> {
    const { target, options, onLines, nodeWrote = () => {} } = request;
    const script = await findScript(target, await readScript(target, work.signal));
    const startedAt = Date.now();
    const begun = performance.now();
    const run = request.run ?? nameRun(startedAt);
    work.report({ type: 'script', run, source: script.source, position: script.position });
    const log = followTestLog(script, { report: work.report, nodeWrote });
    onLines?.(log.lines);

    let hasFailed = false;
    const report = (progress: JobProgress): void => {
      work.report(progress);
      if (progress.type === 'log' && isTest(progress.source)) log.take(progress.line);
      if (progress.type === 'derivation' && progress.state === 'failed' && isTest(progress.name))
        hasFailed = true;
    };

    async function end(outcome: RunSummary['outcome']): Promise<TestResult> {
      log.finish(outcome === 'passed');
      const failure: TestFailure | null = outcome === 'failed' ? log.failure() : null;
      const durationMs = performance.now() - begun;
      await keep(log, { run, target, script, startedAt, durationMs, outcome, failure }, work);
      return { run, passed: failure === null, durationMs, statements: log.statements, failure };
    }

    try {
      const built = await build(target, options, { signal: work.signal, report });
      if (log.isEmpty) await tellFromBefore(log, built, work);
      return { built, test: await end('passed') };
    } catch (thrown) {
      if (work.signal.aborted) {
        if (!log.isEmpty) await end('cancelled');
        throw thrown;
      }
      const isBuild = thrown instanceof AppError && thrown.code === 'nix-build';
      if (!isBuild || !hasFailed) throw thrown;
      const test = await end('failed');
      return { failure: test.failure ?? log.failure(), test };
    }
  }

  /** Nix does not build what it has: what it wrote then stands for it. */
  async function tellFromBefore(
    log: TestLog,
    { target, storePath }: BuildResult,
    work: WorkContext,
  ): Promise<void> {
    work.report({
      type: 'warning',
      message: 'Nothing was run: this very test has passed before.',
      hint: 'What follows is its log of then. To run it once more: nxc build -f nixos-test --nix-flags --rebuild',
    });
    const text = storePath === null ? null : await readLog(target, storePath, work.signal);
    for (const line of (text ?? '').split('\n')) log.take(line);
  }

  return {
    run: async (request, work) => (await buildAndTest(request, work)).test,
    async build(target, options, work) {
      const outcome = await buildAndTest({ target, options }, work);
      if ('built' in outcome) return outcome.built;
      throw testFailedInBuild(outcome.failure, target.composition);
    },
  };
}

function isTest(derivation: string | undefined): boolean {
  return derivation !== undefined && testDerivation.test(derivation);
}

async function keep(
  log: TestLog,
  { script, ...summary }: Omit<RunSummary, 'nodes' | 'statements'>,
  work: WorkContext,
): Promise<void> {
  const { name, source, position } = script;
  const whole = {
    ...summary,
    script: { name, source, position },
    nodes: [...log.nodes],
    statements: log.statements,
  };
  await keepRun({ summary: whole, entries: log.entries() }, log.lines.all()).catch((error: unknown) =>
    work.report({ type: 'warning', message: `The record of this run could not be kept: ${String(error)}` }),
  );
}
