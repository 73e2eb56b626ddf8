/**
 * The engine as a whole: who needs whom, in plain sight. Areas are loaded when something of them is first asked for,
 * so a command pays only for what it uses.
 */
import { contract, type EngineHandlers } from '#shared/contract/index.ts';
import { AppError, type SerializedError } from '#shared/errors.ts';
import type { Area, AreaHandlers } from '#shared/rpc/define.ts';
import { createJobHandlers } from './jobs/handlers.ts';
import { createJobs } from './jobs/index.ts';
import { lazyArea } from './lazyArea.ts';
import { createErrorLog } from './platform/errorLog.ts';
import { packageVersion } from './platform/resources.ts';
import { type UserDirectories, userDirectories } from './platform/userDirectories.ts';

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

export function createEngine(options: EngineOptions = {}): Engine {
  const environment = options.environment ?? process.env;
  const directories = options.directories ?? userDirectories(environment);
  const errorLog = createErrorLog(directories.state);
  const jobs = createJobs();
  /** What was loaded and must be let go of, in the order of loading. */
  const closers: (() => Promise<void> | void)[] = [];

  const handlers: EngineHandlers = {
    jobs: createJobHandlers(jobs),
    system: lazyArea(contract.system, async () => {
      const [{ createSystem }, { createSystemHandlers }] = await Promise.all([
        import('./system/index.ts'),
        import('./system/handlers.ts'),
      ]);
      const system = createSystem({ environment, stateDirectory: directories.state });
      return createSystemHandlers({ system, jobs, version: packageVersion() });
    }),
    projects: absent('projects'),
    compositions: absent('compositions'),
    builds: absent('builds'),
    deployments: absent('deployments'),
    terminals: absent('terminals'),
    tests: absent('tests'),
    files: absent('files'),
    settings: absent('settings'),
    recents: absent('recents'),
  };

  return {
    handlers,
    describeError: errorLog.describe,
    async close() {
      await jobs.close();
      for (const close of closers.toReversed()) await close();
    },
  };
}

function absent<Name extends keyof typeof contract>(name: Name): AreaHandlers<(typeof contract)[Name]> {
  const area: Area = contract[name];
  return lazyArea(area, () =>
    Promise.reject(new AppError('not-yet', `The engine has no “${name}” yet.`)),
  ) as AreaHandlers<(typeof contract)[Name]>;
}
