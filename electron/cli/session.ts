/** What a command works with: the engine behind the contract, the user's global options, and when to stop. */
import { resolve } from 'node:path';
import type { EngineClient } from '#shared/contract/index.ts';
import type { AppError } from '#shared/errors.ts';
import { createLiveView, createPlainView, type ProgressView, silentView } from './output/progressView.ts';
import { chooseStyle, type Style } from './output/style.ts';

export interface GlobalOptions {
  readonly directory?: string;
  readonly verbose?: boolean;
  readonly debug?: boolean;
  readonly json?: boolean;
  readonly color?: boolean;
}

interface Job<Result> {
  readonly begin: (client: EngineClient) => Promise<{ job: string }>;
  readonly result: (client: EngineClient, handle: { job: string }) => Promise<Result>;
  /** What to show until the job itself tells of a step. */
  readonly title?: string;
  /** Show what the tools print, without being asked for it. */
  readonly showLog?: boolean;
}

export interface Session {
  /** Absolute path of the folder that the user means; a project or below one. */
  readonly directory: string;
  readonly json: boolean;
  readonly verbose: boolean;
  readonly style: Style;
  readonly isTerminal: boolean;
  /** Aborted by the first Ctrl-C. */
  readonly signal: AbortSignal;
  /** The engine, loaded on first use. */
  client(): Promise<EngineClient>;
  /** Starts a job, shows its progress and waits for its result; Ctrl-C cancels it and waits for its clean-up. */
  runJob<Result>(job: Job<Result>): Promise<Result>;
  /** A line for people; nothing with `--json`. */
  print(line?: string): void;
  /** Prints the `result` of `--json` now and not at the end, for work that goes on until it is interrupted. */
  answer(result: unknown): void;
  /** Ends the process with this code although the command itself went well, e.g. that of a shell. */
  exitWith(code: number): void;
}

export interface OwnedSession extends Session {
  /** Whether {@link Session.answer} was called. */
  readonly answered: boolean;
  readonly exitCode: number;
  /** Stops what runs and lets go of everything, so that the process can end. */
  close(): Promise<void>;
}

/** A session for one command. */
export function createSession(options: GlobalOptions, signal: AbortSignal): OwnedSession {
  const json = options.json === true;
  const verbose = options.verbose === true || options.debug === true;
  const isTerminal = process.stdout.isTTY === true && !json;
  const style = chooseStyle({ isTerminal, refused: options.color === false, environment: process.env });
  let opened: Promise<{ client: EngineClient; close(): Promise<void> }> | undefined;
  let exitCode = 0;
  let answered = false;

  const client = async (): Promise<EngineClient> => {
    opened ??= import('./openEngine.ts').then(({ openEngine }) => openEngine());
    return (await opened).client;
  };

  const createView = (showLog: boolean): ProgressView => {
    if (json) return silentView;
    const lineOptions = { style, verbose, showLog };
    return isTerminal
      ? createLiveView(process.stdout, lineOptions)
      : createPlainView(process.stdout, lineOptions);
  };

  return {
    directory: resolve(options.directory ?? '.'),
    json,
    verbose,
    style,
    isTerminal,
    signal,
    client,
    async runJob({ begin, result, title, showLog = false }) {
      const engine = await client();
      const { followJob } = await import('./followJob.ts');
      const view = createView(showLog);
      if (title !== undefined) view.show({ type: 'step', title }, Date.now());
      return followJob({
        engine,
        view,
        signal,
        begin: () => begin(engine),
        result: (handle) => result(engine, handle),
      });
    },
    print(line = '') {
      if (!json) process.stdout.write(`${line}\n`);
    },
    answer(result) {
      answered = true;
      if (json) process.stdout.write(`${JSON.stringify({ ok: true, result }, null, 2)}\n`);
    },
    get answered() {
      return answered;
    },
    exitWith(code) {
      exitCode = code;
    },
    get exitCode() {
      return exitCode;
    },
    async close() {
      await (await opened?.catch((_: AppError) => undefined))?.close();
    },
  };
}
