/** For tests: scripts from text to result, on local nodes, in the real sandbox. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { TestResult } from '#shared/contract/tests.ts';
import type { WorkContext } from '../../jobs/workContext.ts';
import { createChannelBackend } from '../channelBackend.ts';
import { executeScript } from '../executeScript.ts';
import { createTests, type Tests } from '../index.ts';
import type { TestRunner } from '../runner.ts';
import { createRunnerSupply } from '../runnerSupply.ts';
import { createLocalNodes, type LocalNodes } from './localNodes.ts';
import { snapshotCache, startTestRunner } from './testRunner.ts';

export type StatementProgress = Extract<JobProgress, { type: 'statement' }>;

export interface ScriptBench {
  /** The service as the engine has it: every run has an interpreter of its own. */
  readonly tests: Tests;
  readonly nodes: LocalNodes;
  /** Folder of the project. */
  readonly project: string;
  readonly target: Target;
  /** Folder of a node. */
  home(node: string): string;
  /**
   * Runs a script in the interpreter of the scripts before it, as long as that is fit for more: starting one takes
   * longer than most scripts.
   */
  run(source: string, options?: ScriptOptions): Promise<ScriptOutcome>;
  /** Runs a script in an interpreter of its own. */
  runAlone(source: string, options?: ScriptOptions): Promise<ScriptOutcome>;
  /** Ends the interpreter that scripts share; the next one gets another. */
  renew(): Promise<void>;
  /** Takes everything away. */
  close(): Promise<void>;
}

export interface ScriptOptions {
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Called while the script runs, with everything it has told so far. */
  readonly onProgress?: (progress: readonly JobProgress[]) => void;
}

export interface ScriptOutcome {
  readonly result: TestResult;
  readonly progress: readonly JobProgress[];
  /** Statements that have ended, in order. */
  readonly ended: readonly StatementProgress[];
}

const scriptName = 'script.py';
const longTimeout = 600_000;

export async function createScriptBench(
  nodeNames: readonly string[] = ['server', 'web-1'],
  options: { readonly areMachines?: boolean } = {},
): Promise<ScriptBench> {
  const root = await mkdtemp(join(tmpdir(), 'nxc-script-test-'));
  const project = join(root, 'project');
  const home = (node: string): string => join(root, 'nodes', node);
  const nodes = await createLocalNodes(join(root, 'nodes'), nodeNames, options);
  await mkdir(project);
  const target: Target = { directory: project, composition: 'composition', flavour: 'docker' };
  const tests = createTests({
    flavour: async () => nodes,
    deployment: async () => (await nodes.find(project))[0] ?? null,
    nixosTests: () => Promise.reject(new Error('no test of this bench is built')),
    cacheDirectory: snapshotCache,
  });
  const supply = createRunnerSupply(startTestRunner);
  let shared: TestRunner | undefined;

  async function renew(): Promise<void> {
    const old = shared;
    shared = undefined;
    await old?.close();
  }

  async function runShared(source: string, timeoutMs: number, work: WorkContext): Promise<TestResult> {
    if (shared === undefined || shared.hasEnded()) shared = await supply.take(work.signal);
    // This one will not be fit for more.
    if (timeoutMs !== longTimeout) supply.prepare();
    const backend = createChannelBackend(nodes, target, nodeNames);
    const script = { name: scriptName, source, position: { file: scriptName, firstLine: 1 } };
    try {
      return await executeScript({ target, script, backend, runner: shared, timeoutMs }, work);
    } finally {
      await backend.close();
      // An interruption may still be under way.
      if (timeoutMs !== longTimeout) await renew();
    }
  }

  async function record(
    { signal = new AbortController().signal, onProgress }: ScriptOptions,
    run: (work: WorkContext) => Promise<TestResult>,
  ): Promise<ScriptOutcome> {
    const progress: JobProgress[] = [];
    const report = (entry: JobProgress): void => {
      progress.push(entry);
      onProgress?.(progress);
    };
    const result = await run({ signal, report });
    const ended = progress.filter(
      (entry): entry is StatementProgress => entry.type === 'statement' && entry.state !== 'running',
    );
    return { result, progress, ended };
  }

  return {
    tests,
    nodes,
    project,
    target,
    home,
    run: (source, options = {}) =>
      record(options, (work) => runShared(source, options.timeoutMs ?? longTimeout, work)),
    runAlone: (source, options = {}) =>
      record(options, (work) =>
        tests.run({ target, script: { name: scriptName, source }, timeoutMs: options.timeoutMs }, work),
      ),
    renew,
    async close() {
      await Promise.all([renew(), supply.close(), tests.close()]);
      await rm(root, { recursive: true, force: true });
    },
  };
}
