/** The frame around every command: interruption, the one JSON document, errors and the exit code. */
import { type AppError, type SerializedError, toAppError } from '#shared/errors.ts';
import { exitCodeOf, exitCodes } from './exitCodes.ts';
import { errorText } from './output/errorText.ts';
import { chooseStyle } from './output/style.ts';
import { createSession, type GlobalOptions, type Session } from './session.ts';

/** Runs a command's work; its value is the `result` of `--json`. Returns the exit code. */
export async function runWork(
  options: GlobalOptions,
  work: (session: Session) => Promise<unknown>,
): Promise<number> {
  const interruption = watchForInterruption();
  outliveClosedPipes();
  const session = createSession(options, interruption.signal);
  try {
    const result = await work(session);
    if (session.json && !session.answered) printJson({ ok: true, result: result ?? {} });
    return session.exitCode;
  } catch (thrown) {
    const error = toAppError(thrown);
    printError(error.toJSON(), options);
    if (options.debug === true) console.error(originOf(error));
    return exitCodeOf(error.code, interruption.signal.aborted);
  } finally {
    interruption.stop();
    await session.close();
  }
}

/** An error on standard error for people, or as the JSON document on standard output. */
export function printError(error: SerializedError, options: GlobalOptions): void {
  if (options.json === true) {
    printJson({ ok: false, error });
    return;
  }
  const style = chooseStyle({
    isTerminal: process.stderr.isTTY === true,
    refused: options.color === false,
    environment: process.env,
  });
  const verbose = options.verbose === true || options.debug === true;
  process.stderr.write(`${errorText(error, { style, verbose }).join('\n')}\n`);
}

function printJson(document: unknown): void {
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}

function originOf(error: AppError): string {
  const cause = error.cause instanceof Error ? `\ncaused by: ${error.cause.stack}` : '';
  return `${error.stack}${cause}`;
}

/** `nxc start | head -1` still starts every node: whoever stops reading does not stop the work. */
function outliveClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
}

const endingSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The first signal asks for a clean end; a second one does not wait for it. */
function watchForInterruption(): { readonly signal: AbortSignal; stop(): void } {
  const abort = new AbortController();
  const interrupt = (): void => {
    if (abort.signal.aborted) process.exit(exitCodes.interrupted);
    abort.abort();
  };
  for (const name of endingSignals) process.on(name, interrupt);
  return {
    signal: abort.signal,
    stop: () => {
      for (const name of endingSignals) process.off(name, interrupt);
    },
  };
}
