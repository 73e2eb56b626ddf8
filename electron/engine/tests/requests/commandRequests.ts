/** Commands on nodes: once, again and again, and whether they can be run at all. */
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path/posix';
import { AppError } from '#shared/errors.ts';
import type { RequestOf } from '../messages.ts';
import type { NodeBackend } from '../nodeBackend.ts';
import {
  type CommandResult,
  decodeOutcome,
  describeVainWait,
  giveUpStatus,
  shownOutput,
  timedOutResult,
  timedOutStatus,
} from '../outcomes.ts';
import { type ProjectFolders, readableFile } from '../projectFiles.ts';
import { quote } from '../shellWords.ts';
import { retry } from '../waiting.ts';
import type { MachineRequests } from './machineRequests.ts';
import { asserted, type Done, milliseconds, value } from './outcome.ts';

/** Characters of base64 in one command: well below what a shell takes as an argument. */
const shellChunk = 65_536;

/** What a try near the end of a wait is given to end by itself, in milliseconds. */
const leastPatience = 1000;

export function createCommandRequests(
  backend: NodeBackend,
  folders: ProjectFolders,
  machines: MachineRequests,
) {
  async function run(node: string, command: string, timeoutMs: number | undefined, signal: AbortSignal) {
    await machines.wake(node);
    return backend
      .execute(node, command, timeoutMs === undefined ? { signal } : { signal, timeoutMs })
      .then(decodeOutcome, timedOutResult);
  }

  async function connect(
    nodes: readonly string[],
    timeout: number | null,
    signal: AbortSignal,
  ): Promise<Done> {
    const up = await Promise.all(
      nodes.map(async (node) => {
        await machines.startIfOff(node);
        return retry(
          async () => ((await backend.isUp(node, signal)) ? true : null),
          milliseconds(timeout) ?? null,
          signal,
        );
      }),
    );
    const missing = nodes.filter((_, index) => up[index] === null);
    if (missing.length === 0) return value(null);
    return asserted(`action timed out after ${timeout} seconds: no answer from ${missing.join(', ')}`);
  }

  return {
    connect,

    async execute(request: RequestOf<'execute'>, signal: AbortSignal): Promise<Done> {
      const { node, command, timeout, expect } = request;
      try {
        const result = await run(node, command, milliseconds(timeout), signal);
        const passed =
          expect === 'any' || expect === 'nothing' || (expect === 'success') === (result.status === 0);
        return { ...value(result, shownOutput(result)), passed };
      } catch (error) {
        // E.g. `poweroff`: that its shell goes away is not its failure.
        if (expect !== 'nothing' || !(error instanceof AppError) || error.code !== 'connection-lost')
          throw error;
        return value({ status: -1, output: '', errors: '' } satisfies CommandResult);
      }
    },

    async poll(request: RequestOf<'poll'>, signal: AbortSignal): Promise<Done> {
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
      return asserted(outcome === 'pointless' ? output.trim() : describeVainWait(request, last), output);
    },

    /** A file through the shell, a piece at a time: for nodes that offer no other way in. */
    async copyByShell(request: RequestOf<'copyToByShell'>, signal: AbortSignal): Promise<Done> {
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
          return asserted(
            `“${request.target}” could not be written on ${request.node} (exit code ${result.status})\n${shownOutput(result).trim()}`,
          );
        }
      }
      return value(null);
    },
  };
}
