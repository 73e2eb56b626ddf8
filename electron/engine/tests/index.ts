/** Test scripts on running nodes. */
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import type { NodeLine, SessionResult, SessionState, TestResult } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import type { WorkContext } from '../jobs/workContext.ts';
import { once } from '../once.ts';
import { findNode } from '../platform/findNode.ts';
import { type ChannelSource, createChannelBackend } from './channelBackend.ts';
import { findDriverFiles } from './driverFiles.ts';
import { executeScript } from './executeScript.ts';
import { interpreterMemory } from './interpreterMemory.ts';
import type { NixosTests } from './nixosTest/index.ts';
import { ownedByDriver, runBuiltTest } from './nixosTest/runBuiltTest.ts';
import type { NodeBackend } from './nodeBackend.ts';
import { startRunner, type TestRunner } from './runner.ts';
import { createRunnerSupply } from './runnerSupply.ts';
import { followNodes, keptLines, type LineQuery, type NodeLines } from './runs/nodeLines.ts';
import { nameRun, readLines } from './runs/store.ts';
import { findConfinement } from './sandbox/confinement.ts';
import { createSnapshots } from './sandbox/snapshots.ts';
import { createSessions, type Sessions } from './sessions/index.ts';
import { readBuiltScript, type TestScript } from './testScript.ts';

/** How long a script may run when nobody says otherwise, in milliseconds. */
const defaultTimeout = 60 * 60 * 1000;

interface TestsDependencies {
  /** The platform's shells, logs and copies; a `Flavour` fits. */
  flavour(target: Target): Promise<ChannelSource>;
  /** The deployment of a target, or `null` when nothing of it runs. */
  deployment(target: Target): Promise<Deployment | null>;
  /** Tests that run inside of a build. */
  nixosTests(): Promise<Pick<NixosTests, 'run'>>;
  /** Folder for what may be deleted at any time. */
  readonly cacheDirectory: string;
}

interface TestRequest {
  readonly target: Target;
  /** Instead of the script that was built into the deployment. */
  readonly script?: { readonly name: string; readonly source: string } | undefined;
  /** Milliseconds for the whole script. */
  readonly timeoutMs?: number | undefined;
  /** Who commands are run as; root when left out. */
  readonly user?: string | undefined;
  /** The name to keep the run under. */
  readonly run?: string;
}

interface SessionTextRequest {
  readonly script?:
    | { readonly name: string; readonly source: string; readonly firstLine: number }
    | undefined;
  readonly fromLine: number;
  readonly toLine?: number | undefined;
  readonly pauseOnFailure: boolean;
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
  /** What nodes wrote during a run, one that goes on or one that is kept, or since a session was opened. */
  nodeLines(target: Target, run: string, query: LineQuery): Promise<{ lines: NodeLine[]; isWhole: boolean }>;
  /** Calls back with lines of nodes as they come; returns how to stop. */
  onNodeLines(listener: (run: string, lines: NodeLine[]) => void): () => void;
  readonly sessions: Sessions;
  /** @throws AppError `not-found` when nothing runs that it could talk to */
  openSession(target: Target, user: string | undefined): Promise<SessionState>;
  runInSession(session: string, request: SessionTextRequest, work: WorkContext): Promise<SessionResult>;
  /** Ends an interpreter that is still waiting for a script, and all sessions. */
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

  const builtScript = async (target: Target): Promise<TestScript> =>
    readBuiltScript(target, (await runningDeployment(target)).composeInfo);

  async function runningDeployment(target: Target): Promise<Deployment> {
    const deployment = await dependencies.deployment(target);
    if (deployment === null) throw nothingRuns(target);
    return deployment;
  }

  async function openBackend(target: Target, user: string | undefined): Promise<NodeBackend> {
    const deployment = await runningDeployment(target);
    const nodes = deployment.nodes.map((node) => node.name);
    const backend = createChannelBackend(await dependencies.flavour(target), target, nodes, { user });
    backend.openShells();
    return backend;
  }

  const sessions = createSessions();
  const lineListeners = new Set<(run: string, lines: NodeLine[]) => void>();
  /** What is followed of the nodes by runs that go on. */
  const liveLines = new Map<string, NodeLines>();
  const tellLines = (run: string, lines: NodeLine[]): void => {
    for (const listener of lineListeners) listener(run, lines);
  };

  return {
    prepareRunner: () => runners.prepare(),
    async run(request, work) {
      const { target, timeoutMs = defaultTimeout, user, run = nameRun(Date.now()) } = request;
      const listeners = {
        onLines: (lines: NodeLines) => void liveLines.set(run, lines),
        nodeWrote: (lines: NodeLine[]) => tellLines(run, lines),
      };
      if (target.flavour === 'nixos-test') {
        const wantsOther = request.script !== undefined || user !== undefined;
        const built = { target, run, timeoutMs: request.timeoutMs, wantsOther, ...listeners };
        const running = runBuiltTest(await dependencies.nixosTests(), built, work);
        return running.finally(() => liveLines.delete(run));
      }
      const starting = runners.take(work.signal);
      starting.catch(() => {});
      let backend: NodeBackend | undefined;
      try {
        backend = await openBackend(target, user);
        const script = request.script === undefined ? await builtScript(target) : givenScript(request.script);
        const execution = {
          ...{ target, script, backend, runner: await starting, timeoutMs, run },
          ...listeners,
        };
        return await executeScript(execution, work);
      } finally {
        liveLines.delete(run);
        await Promise.all([backend?.close(), starting.then((runner) => runner.close()).catch(() => {})]);
      }
    },
    async nodeLines(target, run, query) {
      const live = liveLines.get(run) ?? sessions.linesOf(run);
      return (live ?? keptLines(await readLines(target, run))).between(query);
    },
    onNodeLines(listener) {
      lineListeners.add(listener);
      return () => {
        lineListeners.delete(listener);
      };
    },
    sessions,
    async openSession(target, user) {
      const backend = await openBackend(target, user);
      let identifier = '';
      const lines = followNodes(backend, (written) => tellLines(identifier, written));
      const state = sessions.open({
        ...{ target, backend, lines },
        takeRunner: (signal) => runners.take(signal),
        builtScript: () => builtScript(target),
      });
      identifier = state.session;
      return state;
    },
    async runInSession(identifier, { script, fromLine, toLine, pauseOnFailure }, work) {
      const session = sessions.find(identifier);
      const text = {
        script: script === undefined ? await builtScript(session.target) : givenScript(script),
        firstLine: script?.firstLine ?? 1,
        from: fromLine,
        to: toLine ?? Number.MAX_SAFE_INTEGER,
        pause: pauseOnFailure,
      };
      return session.run(text, work);
    },
    async close() {
      await sessions.closeAll();
      await runners.close();
    },
  };
}

function givenScript({ name, source }: { readonly name: string; readonly source: string }): TestScript {
  return { name, source, position: { file: name, firstLine: 1 } };
}

function nothingRuns(target: Target): AppError {
  if (target.flavour.startsWith('nixos-test')) return ownedByDriver(target.flavour);
  return new AppError(
    'not-found',
    `Nothing of the composition “${target.composition}” runs on the flavour “${target.flavour}”.`,
    {
      hint: `Start it first: nxc start -f ${target.flavour}, or both in one: nxc start -f ${target.flavour} -t.`,
    },
  );
}
