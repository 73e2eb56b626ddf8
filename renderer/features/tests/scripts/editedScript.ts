/** The test script as the editor has it now, saved or not. */
import type { LanguageDocument } from '#renderer/features/editor/language/languageDocument.ts';

export interface EditedScript {
  /** Relative to the project. */
  readonly path: string;
  /** The Python, without the indentation that Nix takes away. */
  readonly source: string;
  /** Lines of the file that hold its first and its last line. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Whether Nix puts values into it (`${…}`), which the text alone does not say. */
  readonly isComputed: boolean;
}

/** `null` when the text has no script that can be read. */
export function editedScript({
  path,
  parsed,
  outline,
}: Pick<LanguageDocument, 'path' | 'parsed' | 'outline'>): EditedScript | null {
  const { testScript } = outline;
  if (testScript === null || testScript.embedded.text.trim() === '') return null;
  const { embedded } = testScript;
  const source = embedded.text.trimEnd();
  const lineOf = (offset: number): number => parsed.lines.positionAt(embedded.toSource(offset)).line;
  const isComputed = [...source.matchAll(/\$\{/g)].some(({ index }) =>
    // An escaped one stands for itself and is written with two quotes before it.
    parsed.text.startsWith('${', embedded.toSource(index)),
  );
  return { path, source, firstLine: lineOf(0), lastLine: lineOf(source.length - 1), isComputed };
}

/** What lines of a run count in, and where that text was. */
export interface ScriptLines {
  /** Relative to the project; `null` for what was typed at the prompt. */
  readonly file: string | null;
  /** The text that ran, when it is known. */
  readonly source: string | null;
  /** The number that its first line has. */
  readonly first: number;
  /** What to add to a number to have the line of the file as it was then. */
  readonly shift: number;
}

/** Both lines included. */
export interface ScriptPart {
  readonly from: number;
  /** `null` for its end. */
  readonly to: number | null;
}

/**
 * The line of a file that a told line is now: the nearest one that says the same, because the text above may have been
 * changed since, else the one where it was.
 *
 * @param edited the script that is in that file now, if there is one
 */
export function lineNow(line: number, lines: ScriptLines, edited: EditedScript | null): number {
  const then = line + lines.shift;
  const wanted = lines.source?.split('\n')[line - lines.first]?.trim();
  if (edited === null || wanted === undefined || wanted === '') return then;
  const now = edited.source.split('\n').map((text) => text.trim());
  const found = now.flatMap((text, index) => (text === wanted ? [edited.firstLine + index] : []));
  return found.toSorted((one, other) => Math.abs(one - then) - Math.abs(other - then))[0] ?? then;
}
