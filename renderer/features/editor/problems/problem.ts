/** One thing that is wrong with the project's text, whoever found it. */
import type { SerializedError, SourcePosition } from '#shared/errors.ts';
import type { NixDocument } from '#shared/nixLanguage/syntax/document.ts';
import type { TextEdit } from '#shared/nixLanguage/text/textEdit.ts';
import type { ServerDiagnostic } from '../languageServer/protocol.ts';

export interface ProblemPlace {
  /** Relative to the project. */
  readonly path: string;
  /** All count from 1; the end is excluded. `endLine` is null when only the beginning is known. */
  readonly line: number;
  readonly column: number;
  readonly endLine: number | null;
  readonly endColumn: number | null;
}

export interface Problem {
  /** `null` when nobody knows where it is. */
  readonly place: ProblemPlace | null;
  readonly message: string;
  readonly hint: string | null;
  readonly severity: 'error' | 'warning';
  /** Who found it: the parser while typing, Nix, a job that was run, or the user's language server. */
  readonly source: 'text' | 'nix' | 'build' | 'test' | 'server';
  /** The edit that puts it right. */
  readonly fix: TextEdit | null;
  /** All that is known, for problems that the engine told. */
  readonly error: SerializedError | null;
}

export function textProblems(path: string, { problems, lines }: NixDocument): Problem[] {
  return problems.map(({ start, end, message, hint, fix }) => {
    const from = lines.positionAt(start);
    const to = lines.positionAt(end);
    return {
      place: { path, ...from, endLine: to.line, endColumn: to.column },
      message,
      hint,
      severity: 'error',
      source: 'text',
      fix,
      error: null,
    };
  });
}

/** @param directory the project's, which some positions begin with */
export function engineProblem(
  error: SerializedError,
  source: 'nix' | 'build' | 'test',
  directory: string,
): Problem {
  const { position } = error.details;
  const path = position === undefined ? null : insideProject(position.file, directory);
  return {
    place:
      position === undefined || path === null
        ? null
        : { path, line: position.line, column: position.column, endLine: null, endColumn: null },
    message: withoutPlace(error.message, position),
    hint: error.hint ?? null,
    severity: 'error',
    source,
    fix: null,
    error,
  };
}

/** The place stands beside the message anyway. */
function withoutPlace(message: string, position: SourcePosition | undefined): string {
  if (position === undefined) return message;
  const { file, line, column } = position;
  const name = file.slice(file.lastIndexOf('/') + 1);
  return message.replace(new RegExp(`^\\S*${escaped(name)}:${line}:${column}: `), '');
}

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

export function serverProblem(path: string, { range, message, severity }: ServerDiagnostic): Problem {
  const { start, end } = range;
  return {
    place: {
      path,
      line: start.line + 1,
      column: start.character + 1,
      endLine: end.line + 1,
      endColumn: end.character + 1,
    },
    message,
    hint: null,
    severity,
    source: 'server',
    fix: null,
    error: null,
  };
}

function insideProject(file: string, directory: string): string | null {
  if (!file.startsWith('/')) return file;
  return file.startsWith(`${directory}/`) ? file.slice(directory.length + 1) : null;
}

/**
 * All problems in the order in which they are shown: by file, then by place. Nix is asked about what was saved and
 * knows a syntax mistake by one sentence only, so what it says of a file that the parser complains about is left out,
 * and of two that say the same the first one stays. A language server finds again, in its own words, what is wrong in
 * a line: of such a line the project's own words stay.
 */
export function arrangeProblems(
  text: readonly Problem[],
  engine: readonly Problem[],
  server: readonly Problem[] = [],
): Problem[] {
  const broken = new Set(text.map(({ place }) => place?.path));
  const told = new Set<string>();
  const further = engine.filter(({ place, message, error }) => {
    const isSyntax = error?.code === 'nix-evaluation' && broken.has(place?.path);
    const key = `${place?.path}:${place?.line}:${message}`;
    if (isSyntax || told.has(key)) return false;
    told.add(key);
    return true;
  });
  const known = new Set([...text, ...further].map(lineOf));
  const additional = server.filter((problem) => !known.has(lineOf(problem)));
  return [...text, ...further, ...additional].sort(
    (one, other) =>
      comparePaths(one.place?.path, other.place?.path) ||
      (one.place?.line ?? 0) - (other.place?.line ?? 0) ||
      (one.place?.column ?? 0) - (other.place?.column ?? 0),
  );
}

const lineOf = ({ place }: Problem): string => `${place?.path}:${place?.line}`;

/** What belongs to no file comes first: it concerns all of them. */
function comparePaths(one = '', other = ''): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** The problem after (or before) a place, around the ends; the first one when there is no place. */
export function neighbour(
  problems: readonly Problem[],
  from: { readonly path: string; readonly line: number; readonly column: number } | null,
  direction: 'next' | 'previous',
): Problem | null {
  const placed = problems.filter(({ place }) => place !== null);
  if (from === null) return placed[0] ?? null;
  const relation = ({ place }: Problem): number =>
    comparePaths(place?.path, from.path) ||
    (place?.line ?? 0) - from.line ||
    (place?.column ?? 0) - from.column;
  return direction === 'next'
    ? (placed.find((problem) => relation(problem) > 0) ?? placed[0] ?? null)
    : (placed.findLast((problem) => relation(problem) < 0) ?? placed.at(-1) ?? null);
}
