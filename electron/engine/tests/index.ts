/** Test scripts on running nodes. */
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import type { TestResult } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import type { WorkContext } from '../jobs/workContext.ts';
import { type ChannelSource, createChannelBackend } from './channelBackend.ts';
import { findDriverFiles } from './driverFiles.ts';
import { describeIssues, locateTraceback } from './reporting.ts';
import { createRequestHandler } from './requestHandler.ts';
import { startRunner, type TestRunner } from './runner.ts';
import { type Confinement, findConfinement } from './sandbox/confinement.ts';
import { findNode } from './sandbox/findNode.ts';
import { createSnapshotCache } from './sandbox/snapshotCache.ts';
import { positionOf, readBuiltScript, type TestScript } from './testScript.ts';
import { createTimeline } from './timeline.ts';

/** What Python may use. */
const memoryBytes = 512 * 1024 * 1024;

/** How long a script may run when nobody says otherwise, in milliseconds. */
const defaultTimeout = 60 * 60 * 1000;

interface TestsDependencies {
  /** The platform's shells, logs and copies; a `Flavour` fits. */
  flavour(target: Target): Promise<ChannelSource>;
  /** The deployment of a target, or `null` when nothing of it runs. */
  deployment(target: Target): Promise<Deployment | null>;
  /** Folder for what may be deleted at any time. */
  readonly cacheDirectory: string;
}

interface TestRequest {
  readonly target: Target;
  /** Instead of the script that was built into the deployment. */
  readonly script?: { readonly name: string; readonly source: string } | undefined;
  /** Milliseconds for the whole script. */
  readonly timeoutMs?: number | undefined;
}

export interface Tests {
  /** Starts an interpreter now, so that the next run finds it ready, e.g. while the nodes start. */
  prepareRunner(): void;
  /**
   * Runs a test script. A failed test is a result.
   *
   * @throws AppError `bad-input` with the position when the script is wrong before it runs, `not-found` without
   *   deployment or script, `cancelled`, `internal`
   */
  run(request: TestRequest, work: WorkContext): Promise<TestResult>;
  /** Ends an interpreter that is still waiting for a script. */
  close(): Promise<void>;
}

export function createTests(dependencies: TestsDependencies): Tests {
  let confinement: Promise<Confinement> | undefined;
  let spare: Promise<TestRunner> | undefined;

  const findWall = (): Promise<Confinement> => {
    confinement ??= findConfinement();
    return confinement;
  };

  async function start(): Promise<TestRunner> {
    const files = findDriverFiles();
    return startRunner({
      node: await findNode(),
      files,
      memoryBytes,
      confinement: await findWall(),
      snapshots: createSnapshotCache(join(dependencies.cacheDirectory, 'python'), files, memoryBytes),
    });
  }

  /** The interpreter that was prepared, or a new one. Each run has its own: scripts leave traces. */
  async function takeRunner(): Promise<TestRunner> {
    const prepared = spare;
    spare = undefined;
    if (prepared === undefined) return start();
    try {
      const runner = await prepared;
      runner.keepAlive(true);
      return runner;
    } catch {
      // It failed before anybody needed it; now the reason counts.
      return start();
    }
  }

  async function execute(
    { target, timeoutMs = defaultTimeout }: TestRequest,
    deployment: Deployment,
    script: TestScript,
    runner: TestRunner,
    work: WorkContext,
  ): Promise<TestResult> {
    const nodes = deployment.nodes.map((node) => node.name);
    const setting = { nodes, flavour: target.flavour };
    const issues = await runner.check(script, setting);
    if (issues.length > 0) throw describeIssues(script, issues);

    const backend = createChannelBackend(await dependencies.flavour(target), target, nodes);
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
      await backend.close();
    }
  }

  return {
    prepareRunner() {
      if (spare !== undefined) return;
      spare = start();
      spare.then((runner) => runner.keepAlive(false)).catch(() => {});
    },
    async run(request, work) {
      const { target } = request;
      const starting = takeRunner();
      starting.catch(() => {});
      try {
        const deployment = await dependencies.deployment(target);
        if (deployment === null) throw nothingRuns(target);
        const script: TestScript =
          request.script === undefined
            ? await readBuiltScript(target, deployment.composeInfo)
            : { ...request.script, position: { file: request.script.name, firstLine: 1 } };
        return await execute(request, deployment, script, await starting, work);
      } finally {
        await starting.then((runner) => runner.close()).catch(() => {});
      }
    },
    async close() {
      const prepared = spare;
      spare = undefined;
      await prepared?.then((runner) => runner.close()).catch(() => {});
    },
  };
}

function nothingRuns(target: Target): AppError {
  return new AppError(
    'not-found',
    `Nothing of the composition “${target.composition}” runs on the flavour “${target.flavour}”.`,
    {
      hint: `Start it first: nxc start -f ${target.flavour}, or both in one: nxc start -f ${target.flavour} -t.`,
    },
  );
}
