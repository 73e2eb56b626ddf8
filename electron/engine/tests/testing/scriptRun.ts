/** For tests: the whole way of a script, from text to result, on local nodes. */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Deployment } from '#shared/contract/deployments.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { TestResult } from '#shared/contract/tests.ts';
import { createTests, type Tests } from '../index.ts';
import { createLocalNodes, type LocalNodes } from './localNodes.ts';

export type StatementProgress = Extract<JobProgress, { type: 'statement' }>;

export interface ScriptBench {
  readonly tests: Tests;
  readonly nodes: LocalNodes;
  /** Folder of the project. */
  readonly project: string;
  /** Folder of a node. */
  home(node: string): string;
  run(source: string, options?: { timeoutMs?: number; signal?: AbortSignal }): Promise<ScriptOutcome>;
  /** Takes everything away. */
  close(): Promise<void>;
}

export interface ScriptOutcome {
  readonly result: TestResult;
  readonly progress: readonly JobProgress[];
  /** Statements that have ended, in order. */
  readonly ended: readonly StatementProgress[];
}

const scriptName = 'script.py';

/** @param cacheDirectory where the interpreter's snapshot is kept; share one between tests that don't test it */
export async function createScriptBench(
  cacheDirectory: string,
  nodeNames: readonly string[] = ['server', 'web-1'],
): Promise<ScriptBench> {
  const root = await mkdtemp(join(tmpdir(), 'nxc-script-test-'));
  const project = join(root, 'project');
  const home = (node: string): string => join(root, 'nodes', node);
  const nodes = await createLocalNodes(join(root, 'nodes'), nodeNames);
  await mkdir(project);
  const target = { directory: project, composition: 'composition', flavour: 'docker' as const };
  const deployment: Deployment = {
    target,
    identifier: 'local',
    nodes: nodeNames.map((name) => ({
      name,
      role: name,
      status: { state: 'running', address: null, since: 0 },
    })),
    composeInfo: join(root, 'compose-info.json'),
    startedAt: 0,
    freshness: 'current',
    publishedPorts: [],
  };
  const tests = createTests({
    flavour: async () => nodes,
    deployment: async () => deployment,
    cacheDirectory,
  });
  return {
    tests,
    nodes,
    project,
    home,
    async run(source, { timeoutMs, signal = new AbortController().signal } = {}) {
      const progress: JobProgress[] = [];
      const result = await tests.run(
        { target, script: { name: scriptName, source }, timeoutMs },
        { signal, report: (entry) => progress.push(entry) },
      );
      const ended = progress.filter(
        (entry): entry is StatementProgress => entry.type === 'statement' && entry.state !== 'running',
      );
      return { result, progress, ended };
    },
    async close() {
      await tests.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
