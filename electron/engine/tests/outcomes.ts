/** What a command came to, in the words of the dialect. */
import { AppError } from '#shared/errors.ts';
import type { CommandOutcome } from '../flavours/flavour.ts';

/** Exit code of a command that ran out of time, as the `timeout` program gives it. */
export const timedOutStatus = 124;

/** Exit code by which a waiting command of ours says that waiting is pointless (node_scripts.GIVE_UP). */
export const giveUpStatus = 70;

export interface CommandResult {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

/** Bytes that are no UTF-8 become U+FFFD; nothing is lost before or after them. */
export function decodeOutcome({ exitCode, stdout, stderr }: CommandOutcome): CommandResult {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  return { status: exitCode, output: decoder.decode(stdout), errors: decoder.decode(stderr) };
}

/** The result of a command that was killed for its time-out; any other error is thrown again. */
export function timedOutResult(error: unknown): CommandResult {
  if (error instanceof AppError && error.code === 'timed-out') {
    return { status: timedOutStatus, output: '', errors: '' };
  }
  throw error;
}

/** What the timeline shows of a command: what it wrote, its errors after its output. */
export function shownOutput({ output, errors }: CommandResult): string {
  if (errors === '') return output;
  return output === '' || output.endsWith('\n') ? output + errors : `${output}\n${errors}`;
}

/** The message of a wait that was in vain. */
export function describeVainWait(
  wait: { command: string; until: 'success' | 'failure'; action: string | null; timeout: number | null },
  last: CommandResult,
): string {
  const time = `action timed out after ${wait.timeout} seconds`;
  if (wait.action !== null) return `${time}: ${wait.action}${quoted(shownOutput(last))}`;
  const state =
    last.status === timedOutStatus
      ? 'did not end'
      : wait.until === 'failure'
        ? 'still succeeds'
        : `still fails (exit code ${last.status})`;
  return `${time}: command \`${wait.command}\` ${state}${quoted(shownOutput(last))}`;
}

/** Characters of output that a message repeats. */
const quoteLimit = 4000;

function quoted(output: string): string {
  const text = output.trim();
  if (text === '') return '';
  return text.length <= quoteLimit ? `\n${text}` : `\n… ${text.slice(-quoteLimit)}`;
}
