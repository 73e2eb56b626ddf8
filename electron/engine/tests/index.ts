/** Test scripts on running nodes. */
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import type { TestResult } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import type { WorkContext } from '../jobs/workContext.ts';
import { once } from '../once.ts';
import { type ChannelSource, createChannelBackend } from './channelBackend.ts';
import { findDriverFiles } from './driverFiles.ts';
import { executeScript } from './executeScript.ts';
import { interpreterMemory } from './interpreterMemory.ts';
import type { NodeBackend } from './nodeBackend.ts';
import { startRunner, type TestRunner } from './runner.ts';
import { createRunnerSupply } from './runnerSupply.ts';
import { findConfinement } from './sandbox/confinement.ts';
import { findNode } from './sandbox/findNode.ts';
import { createSnapshots } from './sandbox/snapshots.ts';
import { readBuiltScript, type TestScript } from './testScript.ts';

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
  // Each run has an interpreter of its own: scripts leave traces.
  const runners = createRunnerSupply(startInterpreter);
  const confinement = once(() => findConfinement());

  async function startInterpreter(signal: AbortSignal): Promise<TestRunner> {
    const files = findDriverFiles();
    const [node, wall] = await Promise.all([findNode(), confinement()]);
    const interpreter = { files, nodeVersion: node.version, memoryBytes: interpreterMemory };
    const folders = { cache: join(dependencies.cacheDirectory, 'python'), built: files.builtSnapshots };
    const snapshots = createSnapshots(folders, interpreter);
    return startRunner({ node: node.program, confinement: wall, snapshots, ...interpreter }, signal);
  }

  async function findScript({ target, script }: TestRequest, deployment: Deployment): Promise<TestScript> {
    return script === undefined
      ? readBuiltScript(target, deployment.composeInfo)
      : { ...script, position: { file: script.name, firstLine: 1 } };
  }

  return {
    prepareRunner: () => runners.prepare(),
    async run(request, work) {
      const { target, timeoutMs = defaultTimeout } = request;
      const starting = runners.take(work.signal);
      starting.catch(() => {});
      let backend: NodeBackend | undefined;
      try {
        const deployment = await dependencies.deployment(target);
        if (deployment === null) throw nothingRuns(target);
        const nodes = deployment.nodes.map((node) => node.name);
        backend = createChannelBackend(await dependencies.flavour(target), target, nodes);
        backend.openShells();
        const script = await findScript(request, deployment);
        return await executeScript({ target, script, backend, runner: await starting, timeoutMs }, work);
      } finally {
        await Promise.all([backend?.close(), starting.then((runner) => runner.close()).catch(() => {})]);
      }
    },
    close: () => runners.close(),
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
