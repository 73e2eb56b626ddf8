/** The engine as a whole: every area of the contract, loaded when something of it is first asked for. */
import { contract, type EngineHandlers } from '#shared/contract/index.ts';
import type { SerializedError } from '#shared/errors.ts';
import { createJobHandlers } from './jobs/handlers.ts';
import { createJobs } from './jobs/index.ts';
import { lazyArea } from './lazyArea.ts';
import { createErrorLog } from './platform/errorLog.ts';
import { packageVersion } from './platform/resources.ts';
import { type UserDirectories, userDirectories } from './platform/userDirectories.ts';
import { createServices } from './services.ts';

export interface EngineOptions {
  readonly environment?: NodeJS.ProcessEnv;
  readonly directories?: UserDirectories;
}

export interface Engine {
  readonly handlers: EngineHandlers;
  /** What a caller sees of anything that was thrown; unexpected errors are logged and get an identifier. */
  describeError(thrown: unknown): SerializedError;
  /** Cancels what runs, waits until it has stopped, and lets go of everything. Nodes keep running. */
  close(): Promise<void>;
}

/** An engine for this process. It loads nothing heavy and starts nothing until it is used. */
export function createEngine(options: EngineOptions = {}): Engine {
  const environment = options.environment ?? process.env;
  const directories = options.directories ?? userDirectories(environment);
  const errorLog = createErrorLog(directories.state);
  const jobs = createJobs();
  const services = createServices({ environment, directories });

  const handlers: EngineHandlers = {
    jobs: createJobHandlers(jobs),
    system: lazyArea(contract.system, async () => {
      const { createSystemHandlers } = await import('./system/handlers.ts');
      return createSystemHandlers({ system: await services.system(), jobs, version: packageVersion() });
    }),
    projects: lazyArea(contract.projects, async () => {
      const { createProjectHandlers } = await import('./projects/handlers.ts');
      return createProjectHandlers(await services.projects());
    }),
    compositions: lazyArea(contract.compositions, async () => {
      const { createCompositionHandlers } = await import('./compositions/handlers.ts');
      return createCompositionHandlers(await services.compositions());
    }),
    knowledge: lazyArea(contract.knowledge, async () => {
      const { createKnowledgeHandlers } = await import('./knowledge/handlers.ts');
      return createKnowledgeHandlers(await services.knowledge());
    }),
    builds: lazyArea(contract.builds, async () => {
      const { createBuildHandlers } = await import('./builds/handlers.ts');
      return createBuildHandlers({ build: services.buildOrTest }, jobs);
    }),
    deployments: lazyArea(contract.deployments, async () => {
      const { createDeploymentHandlers } = await import('./deployments/handlers.ts');
      return createDeploymentHandlers(await services.deployments(), jobs);
    }),
    snapshots: lazyArea(contract.snapshots, async () => {
      const { createSnapshotHandlers } = await import('./snapshots/handlers.ts');
      return createSnapshotHandlers(await services.snapshots(), jobs);
    }),
    terminals: lazyArea(contract.terminals, async () => {
      const { createTerminalHandlers } = await import('./terminals/handlers.ts');
      return createTerminalHandlers(await services.terminals());
    }),
    tests: lazyArea(contract.tests, async () => {
      const { createTestHandlers } = await import('./tests/handlers.ts');
      return createTestHandlers(await services.tests(), jobs);
    }),
    files: lazyArea(contract.files, async () => {
      const { createFileHandlers } = await import('./files/handlers.ts');
      return createFileHandlers(await services.files(), await services.drafts(), environment);
    }),
    language: lazyArea(contract.language, async () => {
      const { createLanguageHandlers } = await import('./language/handlers.ts');
      return createLanguageHandlers(await services.language());
    }),
    settings: lazyArea(contract.settings, async () => {
      const { createSettingsHandlers } = await import('./settings/handlers.ts');
      return createSettingsHandlers(await services.settings());
    }),
    recents: lazyArea(contract.recents, async () => {
      const { createRecentsHandlers } = await import('./settings/handlers.ts');
      return createRecentsHandlers(await services.recents());
    }),
  };

  return {
    handlers,
    describeError: errorLog.describe,
    async close() {
      await jobs.close();
      await services.close();
    },
  };
}
