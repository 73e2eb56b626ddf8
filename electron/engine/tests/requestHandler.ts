/** Does what a script asks for, and keeps the timeline of it. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import { AppError, toAppError } from '#shared/errors.ts';
import type { Reply, Request, RequestOf } from './messages.ts';
import type { NodeBackend } from './nodeBackend.ts';
import { createNodeConsole, type NodeConsole } from './nodeConsole.ts';
import {
  type CommandResult,
  decodeOutcome,
  describeVainWait,
  giveUpStatus,
  shownOutput,
  timedOutResult,
  timedOutStatus,
} from './outcomes.ts';
import { type ProjectFolders, readableFile, writableFile } from './projectFiles.ts';
import type { Timeline } from './timeline.ts';
import { retry, sleep } from './waiting.ts';

/** Characters of base64 in one command: well below what a shell takes as an argument. */
const shellChunk = 65_536;

/** What a try near the end of a wait is given to end by itself, in milliseconds. */
const leastPatience = 1000;

export interface RequestHandler {
  /** Carries a request out. Never rejects: what goes wrong is the reply. */
  handle(request: Request, signal: AbortSignal): Promise<Reply>;
  close(): void;
}

/** What a request came to; `output` is for the timeline. */
interface Done {
  readonly reply: Reply;
  readonly passed: boolean;
  readonly output?: string;
}

const value = (result: unknown, output?: string): Done => ({
  reply: { outcome: 'value', value: result },
  passed: true,
  ...(output === undefined ? {} : { output }),
});

export function createRequestHandler(
  backend: NodeBackend,
  folders: ProjectFolders,
  timeline: Timeline,
): RequestHandler {
  const consoles = new Map<string, Promise<NodeConsole>>();

  function run(node: string, command: string, timeoutMs: number | undefined, signal: AbortSignal) {
    return backend
      .execute(node, command, timeoutMs === undefined ? { signal } : { signal, timeoutMs })
      .then(decodeOutcome, timedOutResult);
  }

  async function execute(request: RequestOf<'execute'>, signal: AbortSignal): Promise<Done> {
    const result = await run(request.node, request.command, milliseconds(request.timeout), signal);
    const passed = request.expect === 'any' || (request.expect === 'success') === (result.status === 0);
    return { ...value(result, shownOutput(result)), passed };
  }

  async function poll(request: RequestOf<'poll'>, signal: AbortSignal): Promise<Done> {
    let last: CommandResult = { status: 0, output: '', errors: '' };
    const outcome = await retry(
      async (remainingMs) => {
        const patience = remainingMs === undefined ? undefined : Math.max(leastPatience, remainingMs);
        last = await run(request.node, request.command, patience, signal);
        // A command that had to be killed has neither succeeded nor failed.
        const ended = last.status !== timedOutStatus;
        const done = ended && (request.until === 'success') === (last.status === 0);
        const pointless = request.action !== null && last.status === giveUpStatus;
        return done ? 'done' : pointless ? 'pointless' : null;
      },
      milliseconds(request.timeout) ?? null,
      signal,
    );
    const output = shownOutput(last);
    if (outcome === 'done') return value(last, output);
    const message = outcome === 'pointless' ? output.trim() : describeVainWait(request, last);
    return { reply: { outcome: 'asserted', message }, passed: false, output };
  }

  async function connect(
    nodes: readonly string[],
    timeout: number | null,
    signal: AbortSignal,
  ): Promise<Done> {
    const up = await Promise.all(
      nodes.map((node) =>
        retry(
          async () => ((await backend.isUp(node, signal)) ? true : null),
          milliseconds(timeout) ?? null,
          signal,
        ),
      ),
    );
    const missing = nodes.filter((_, index) => up[index] === null);
    if (missing.length === 0) return value(null);
    const message = `action timed out after ${timeout} seconds: no answer from ${missing.join(', ')}`;
    return { reply: { outcome: 'asserted', message }, passed: false };
  }

  async function readConsole(request: RequestOf<'console'>, signal: AbortSignal): Promise<Done> {
    let opened = consoles.get(request.node);
    if (opened === undefined) {
      opened = backend.console(request.node).then(createNodeConsole);
      consoles.set(request.node, opened);
    }
    return value(await (await opened).read(request.position, request.wait * 1000, signal));
  }

  /** A file through the shell, a piece at a time: for nodes that offer no other way in. */
  async function copyByShell(request: RequestOf<'copyToByShell'>, signal: AbortSignal): Promise<Done> {
    const content = (await readFile(await readableFile(folders, request.source))).toString('base64');
    const target = quote(request.target);
    const commands = [`mkdir -p ${quote(dirname(request.target))} && : > ${target}`];
    for (let start = 0; start < content.length; start += shellChunk) {
      // Whole groups of four characters, so that each piece decodes on its own.
      commands.push(`printf %s '${content.slice(start, start + shellChunk)}' | base64 -d >> ${target}`);
    }
    for (const command of commands) {
      const result = await run(request.node, command, undefined, signal);
      if (result.status !== 0) {
        const message = `“${request.target}” could not be written on ${request.node} (exit code ${result.status})\n${shownOutput(result).trim()}`;
        return { reply: { outcome: 'asserted', message }, passed: false };
      }
    }
    return value(null);
  }

  async function perform(request: Request, signal: AbortSignal): Promise<Done> {
    if ('node' in request && request.node !== undefined && !backend.nodes.includes(request.node)) {
      throw new AppError('not-found', `There is no node “${request.node}”.`, {
        hint: `The nodes are: ${backend.nodes.join(', ')}.`,
      });
    }
    switch (request.operation) {
      case 'execute':
        return execute(request, signal);
      case 'poll':
        return poll(request, signal);
      case 'isUp':
        return value(await backend.isUp(request.node, signal));
      case 'connect':
        return connect([request.node], request.timeout, signal);
      case 'connectAll':
        return connect(backend.nodes, request.timeout, signal);
      case 'console':
        return readConsole(request, signal);
      case 'sleep':
        await sleep(request.seconds * 1000, signal);
        return value(null);
      case 'copyTo':
        await backend.copyTo(request.node, await readableFile(folders, request.source), request.target);
        return value(null);
      case 'copyToByShell':
        return copyByShell(request, signal);
      case 'copyFrom': {
        const destination = await writableFile(folders, request.source, request.target);
        await backend.copyFrom(request.node, request.source, destination);
        return value(null, destination);
      }
      case 'log':
      case 'begin':
      case 'end':
        return value(null);
    }
  }

  /** Groups and lines are no calls of their own. */
  function tell(request: Request): boolean {
    switch (request.operation) {
      case 'log':
        timeline.print(request.text, request.line, request.node ?? null);
        return true;
      case 'begin':
        timeline.beginGroup({ text: request.text, line: request.line });
        return true;
      case 'end':
        timeline.endGroup(request.passed);
        return true;
      default:
        return false;
    }
  }

  return {
    async handle(request, signal) {
      if (tell(request)) return { outcome: 'value', value: null };
      if (signal.aborted) return { outcome: 'interrupted' };
      const node = 'node' in request ? (request.node ?? null) : null;
      const end = timeline.begin({ kind: 'call', line: request.line, node, text: request.text });
      try {
        const done = await perform(request, signal);
        end(done.passed, done.output);
        return done.reply;
      } catch (thrown) {
        if (signal.aborted) {
          end(false, 'interrupted');
          return { outcome: 'interrupted' };
        }
        const { message, hint } = toAppError(thrown);
        const text = hint === undefined ? message : `${message} ${hint}`;
        end(false, text);
        return { outcome: 'refused', message: text };
      }
    },
    close() {
      for (const opened of consoles.values()) opened.then((open) => open.close()).catch(() => {});
    },
  };
}

const milliseconds = (timeout: number | null): number | undefined =>
  timeout === null ? undefined : timeout * 1000;

/** A word for a POSIX shell, taken literally. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
