/** The Python prompt of `nxc driver`: lines in, statements to the nodes, values and failures out. */
import { createInterface, type Interface } from 'node:readline';
import type { Target } from '#shared/contract/common.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import { lastingLines } from '../output/progressLines.ts';
import type { Session } from '../session.ts';
import { type Conversation, type Outcome, openConversation, type ScriptToRun } from './conversation.ts';
import { createHistory, historyLimit } from './history.ts';

export interface PromptOptions {
  readonly target: Target;
  readonly nodes: readonly string[];
  readonly user?: string | undefined;
  /** Run this first; it pauses where it fails. */
  readonly first?: ScriptToRun;
}

const help = `Statements are run on the nodes; an expression's value is shown. Tab completes, Ctrl-C stops what runs, Ctrl-D ends.
  :run [LINE]   run the composition's test script, from a line on; it pauses at a statement that fails
  :again        at a pause: try the statement again
  :next         at a pause: go on with the next statement
  :fail         at a pause: let the script fail there
  :reset        forget everything that was defined
  :help         this text`;

/**
 * Talks until Ctrl-D.
 *
 * @throws AppError `bad-input` where there is no terminal
 */
export async function openPrompt(session: Session, options: PromptOptions): Promise<void> {
  const { stdin, stdout } = process;
  if (session.json || !stdin.isTTY || !stdout.isTTY) {
    throw new AppError('bad-input', 'The Python prompt needs a terminal, and this is a pipe or a file.', {
      hint: 'To run a script without a terminal: nxc driver script.py, or nxc driver -t.',
    });
  }
  const { style } = session;
  const client = await session.client();
  const view = { style, verbose: session.verbose, showLog: false };
  const conversation = await openConversation(
    client,
    { target: options.target, ...(options.user === undefined ? {} : { user: options.user }) },
    (progress) => {
      // Calls are what was just typed; what they print, and groups, is what one wants to see.
      const isCall = progress.type === 'statement' && progress.kind === 'call';
      if (isCall && !session.verbose) return;
      for (const line of lastingLines(progress, view)) session.print(line);
    },
  );
  const history = createHistory();
  const pending: string[] = [];
  const reader = createInterface({
    input: stdin,
    output: stdout,
    history: history.read(),
    historySize: historyLimit,
    removeHistoryDuplicates: true,
    completer: (line: string, done: (error: Error | null, found: [string[], string]) => void) => {
      complete(conversation, pending, line).then(
        (found) => done(null, found),
        () => done(null, [[], line]),
      );
    },
  });
  reader.on('history', (lines: string[]) => history.write(lines));
  session.print(
    `${style.bold(`${options.target.composition}::${options.target.flavour}`)}: ${options.nodes.join(', ')}. ${style.dim(':help explains, Ctrl-D ends.')}`,
  );
  try {
    await talk(session, conversation, reader, pending, options.first);
  } finally {
    reader.close();
    await conversation.close();
  }
}

async function talk(
  session: Session,
  conversation: Conversation,
  reader: Interface,
  pending: string[],
  first: ScriptToRun | undefined,
): Promise<void> {
  const { style } = session;
  let isBusy = false;
  let prompts = 0;

  function prompt(): void {
    const sign = conversation.isPaused ? style.yellow('(paused) >>> ') : '>>> ';
    reader.setPrompt(pending.length === 0 ? sign : '... ');
    reader.prompt();
  }

  async function perform(work: () => Promise<Outcome | undefined>): Promise<void> {
    isBusy = true;
    try {
      const outcome = await work();
      if (outcome !== undefined) showOutcome(session, outcome);
    } catch (thrown) {
      const { message, hint } = toAppError(thrown);
      session.print(
        `${style.red('error:')} ${message}${hint === undefined ? '' : `\n${style.cyan('hint:')} ${hint}`}`,
      );
    } finally {
      isBusy = false;
    }
  }

  async function accept(line: string): Promise<void> {
    if (pending.length === 0 && line.trim() === '') return;
    if (pending.length === 0 && line.startsWith(':'))
      return perform(() => command(session, conversation, line));
    pending.push(line);
    const source = pending.join('\n');
    if (await conversation.wantsMore(source)) return;
    pending.length = 0;
    prompts += 1;
    const name = `<prompt ${prompts}>`;
    await perform(() => conversation.run({ script: { name, source } }));
  }

  reader.on('SIGINT', () => {
    if (isBusy) void conversation.interrupt();
    else {
      pending.length = 0;
      // What has been typed of a line is thrown away.
      reader.write(null, { ctrl: true, name: 'e' });
      reader.write(null, { ctrl: true, name: 'u' });
      session.print();
      prompt();
    }
  });
  session.signal.addEventListener('abort', () => reader.close(), { once: true });

  const ended = new Promise<void>((resolve) => reader.once('close', resolve));
  const lines: string[] = [];
  let arrived = Promise.withResolvers<void>();
  // Lines that are typed or pasted while something runs wait for their turn.
  reader.on('line', (line) => {
    lines.push(line);
    arrived.resolve();
  });
  let isOpen = true;
  void ended.then(() => {
    isOpen = false;
    if (isBusy) void conversation.interrupt().catch(() => {});
    arrived.resolve();
  });

  if (first !== undefined) await perform(() => conversation.run(first));
  while (isOpen) {
    if (lines.length === 0) {
      prompt();
      await arrived.promise;
      arrived = Promise.withResolvers();
    }
    const line = lines.shift();
    if (line !== undefined) await accept(line);
  }
  session.print();
}

async function command(
  session: Session,
  conversation: Conversation,
  line: string,
): Promise<Outcome | undefined> {
  const [name = '', argument] = line.slice(1).trim().split(/\s+/);
  switch (name) {
    case 'again':
    case 'next':
    case 'fail':
      return conversation.resume(name);
    case 'reset':
      await conversation.reset();
      session.print('Everything that was defined is forgotten.');
      return undefined;
    case 'run': {
      const fromLine = argument === undefined ? 1 : Number(argument);
      if (Number.isSafeInteger(fromLine) && fromLine > 0)
        return conversation.run({ fromLine, pauseOnFailure: true });
      throw new AppError('bad-input', `“${argument}” is not a line of the script.`, {
        hint: 'Lines count from 1.',
      });
    }
    default:
      session.print(help);
      return undefined;
  }
}

function showOutcome({ print, style }: Session, outcome: Outcome): void {
  if (outcome.type === 'paused') {
    const { message, line, position, traceback } = outcome.pause;
    const place = position === null ? `line ${line}` : `${position.file}:${position.line}`;
    print(style.red(traceback === '' ? message : traceback));
    print(`${style.yellow('Paused')} at ${place}: look around, then :again, :next or :fail.`);
    return;
  }
  const { failure, value } = outcome.result;
  if (failure !== null) {
    print(style.red(failure.traceback));
    const log = failure.lastLines.slice(-10);
    if (log.length > 0) print(style.dim([`The last lines of ${failure.node}:`, ...log].join('\n  | ')));
  }
  if (value !== null) print(value);
}

/** Readline's question: what could follow, and the part of the line that it replaces. */
async function complete(
  conversation: Conversation,
  pending: readonly string[],
  line: string,
): Promise<[string[], string]> {
  // At the beginning of a line Tab indents.
  if (line.trim() === '') return [[`${line}    `], line];
  const before = pending.map((earlier) => `${earlier}\n`).join('');
  const { start, texts } = await conversation.complete(before + line);
  return [[...texts], line.slice(Math.max(0, start - before.length))];
}
