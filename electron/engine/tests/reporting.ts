/** Issues and tracebacks in terms of the file that the user edits. */
import { relative } from 'node:path';
import { AppError } from '#shared/errors.ts';
import type { Issue } from './messages.ts';
import { positionOf, type TestScript } from './testScript.ts';

/** What a check before the run has found, as one error. */
export function describeIssues(script: TestScript, issues: readonly Issue[]): AppError {
  const lines = issues.map(({ line, column, message }) => `${place(script, line, column)}: ${message}`);
  const [first] = issues;
  const position = first === undefined ? null : positionOf(script, first.line, first.column);
  const count = issues.length === 1 ? '' : `${issues.length} things are wrong in the test script:\n`;
  return new AppError('bad-input', `${count}${lines.join('\n')}`, {
    hint: 'Nothing was run. Correct the script; if it is part of the composition, build and start again.',
    docs: 'docs/test-scripts.md',
    details: position === null ? {} : { position },
  });
}

/** A traceback whose lines are those of the composition, where that is known. */
export function locateTraceback(script: TestScript, traceback: string): string {
  if (script.position === null) return traceback;
  return traceback
    .split('\n')
    .map((text) => {
      const prefix = `${script.name}, line `;
      if (!text.startsWith(prefix)) return text;
      const [number = '', ...rest] = text.slice(prefix.length).split(',');
      const position = positionOf(script, Number(number));
      return position === null
        ? text
        : [`${shortName(position.file)}, line ${position.line}`, ...rest].join(',');
    })
    .join('\n');
}

function place(script: TestScript, line: number, column: number): string {
  const position = positionOf(script, line, column);
  if (position === null) return `${script.name} line ${line}`;
  // The column counts in the script; in the composition the line is indented.
  return `${shortName(position.file)}:${position.line}`;
}

/** Relative to where the user is, when that is shorter. */
function shortName(file: string): string {
  const way = relative(process.cwd(), file);
  return way !== '' && way.length < file.length ? way : file;
}
