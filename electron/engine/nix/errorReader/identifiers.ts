/** What can be read off Nix source text without parsing it: names, and where one of them stands. */
import type { SourcePosition } from '#shared/errors.ts';

const comment = /#[^\n]*|\/\*[\s\S]*?\*\//g;
const identifier = /[a-zA-Z_][a-zA-Z0-9_'-]*/g;
/** A definition, or an argument in a function's { … }. */
const binder = /([a-zA-Z_][a-zA-Z0-9_'-]*)(?=\s*(?:=[^=]|[,}?@:]))|inherit\s*(?:\([^)]*\))?([^;]*);/g;

const keywords = ['true', 'false', 'null', 'builtins', 'import', 'throw', 'toString', 'map'];

/** Names that the text binds somewhere, and the few that are always there: candidates for a mistyped variable. */
export function boundNames(source: string): ReadonlySet<string> {
  const names = new Set(keywords);
  for (const [, bound, inherited] of source.replaceAll(comment, ' ').matchAll(binder)) {
    if (bound !== undefined) names.add(bound);
    for (const [name] of (inherited ?? '').matchAll(identifier)) names.add(name);
  }
  return names;
}

/** Which occurrence of a name is taken for the place of an error. */
export type Occurrence =
  /** Only a sure answer counts: the name must occur exactly once. */
  | 'only'
  /** The error is about all of them. */
  | 'first';

/** Where an option (its whole path, or else its last part) stands, for errors that name it but no place. */
export function findOption(
  source: string,
  option: string,
  file: string,
  occurrence: Occurrence,
): SourcePosition | undefined {
  // As long as before, so that offsets stay true.
  const code = source.replaceAll(comment, (text) => text.replaceAll(/[^\n]/g, ' '));
  const last = option.split('.').at(-1) ?? option;
  for (const wanted of [option, last]) {
    const pattern = new RegExp(`(?<![\\w'-])${escapePattern(wanted)}(?![\\w'-])`, 'g');
    const found = [...code.matchAll(pattern)];
    if (found.length > 1 && occurrence === 'only') return undefined;
    const [first] = found;
    if (first !== undefined) return { file, ...lineAndColumn(source, first.index) };
  }
  return undefined;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset);
  return { line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}
