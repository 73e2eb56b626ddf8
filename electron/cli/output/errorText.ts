/** An error as the person at the terminal reads it: what happened, where, and what to do next. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { ErrorCode, SerializedError, SourcePosition } from '#shared/errors.ts';
import type { Style } from './style.ts';

export interface ErrorTextOptions {
  readonly style: Style;
  /** Adds the untouched words of the tool that failed. */
  readonly verbose: boolean;
}

/** Where the program's own last words are the news; elsewhere the message has already put them in ours. */
const commandMatters: ReadonlySet<ErrorCode> = new Set([
  'internal',
  'nix-build',
  'missing-program',
  'daemon-unreachable',
  'node-failed',
]);

/** Lines for standard error. */
export function errorText(error: SerializedError, { style, verbose }: ErrorTextOptions): string[] {
  const { details } = error;
  const isNamed = details.node === undefined || new RegExp(`\\b${details.node}\\b`).test(error.message);
  const where = isNamed ? '' : ` (node ${details.node})`;
  const lines = [`${style.red(style.bold('error:'))} ${error.message}${where}`];
  if (details.position !== undefined) lines.push(...excerpt(details.position, style));
  if (details.command !== undefined && (verbose || commandMatters.has(error.code))) {
    const { command, exitCode, lastLines } = details.command;
    lines.push(style.dim(`  $ ${command}${exitCode === null ? '' : `   (exit code ${exitCode})`}`));
    lines.push(...lastLines.map((line) => style.dim(`  | ${line}`)));
  }
  if (details.leftovers !== undefined && details.leftovers.length > 0) {
    lines.push('left behind:', ...details.leftovers.map((leftover) => `  ${leftover}`));
  }
  if (error.hint !== undefined) lines.push(`${style.cyan('hint:')} ${error.hint}`);
  if (error.docs !== undefined) lines.push(`${style.cyan('more:')} ${error.docs}`);
  if (details.logId !== undefined) lines.push(`${style.cyan('log:')}  entry ${details.logId}`);
  if (details.raw !== undefined) {
    if (verbose)
      lines.push(
        '',
        ...details.raw
          .trimEnd()
          .split('\n')
          .map((line) => style.dim(line)),
      );
    else lines.push(style.dim('(`nxc -v …` shows the full output)'));
  }
  return lines;
}

/** The line in question with a caret under the column, like a compiler's; only the place if it cannot be read. */
function excerpt({ file, line, column }: SourcePosition, style: Style): string[] {
  const shown = relative(process.cwd(), file);
  const place = `  ${style.bold(shown.startsWith('..') ? file : shown)}:${line}:${column}`;
  const source = readLine(file, line);
  if (source === undefined) return [place];
  const gutter = `  ${line} | `;
  // A tool that only knows the line says column 1; its first word is what it means. Tabs are kept, so that the caret
  // stands under its column whatever a tab's width is.
  const start = Math.max(column - 1, source.search(/\S|$/));
  const indent = source.slice(0, start).replace(/[^\t]/g, ' ');
  return [place, `${style.dim(gutter)}${source}`, `${' '.repeat(gutter.length)}${indent}${style.red('^')}`];
}

function readLine(file: string, line: number): string | undefined {
  try {
    return readFileSync(file, 'utf8').split('\n')[line - 1];
  } catch {
    // The position may lie in a file that is not on this machine, or that has been removed since.
    return undefined;
  }
}
