/**
 * The text that a Nix string stands for, and where each of its units comes from: a line of Python in an error message
 * can be shown in the composition, and a cursor in the composition can be placed in the Python text.
 */
import type { StringLiteral } from '../syntax/tree.ts';
import { LineIndex, type Position } from '../text/lineIndex.ts';

/**
 * A run of the text and its origin. In `copy` runs each unit stands for one of the source; in an `escape` the whole run
 * stands for the whole of its source; an `interpolation` shows its source as it is, since its value is not known here.
 */
interface Segment {
  readonly kind: 'copy' | 'escape' | 'interpolation';
  readonly text: string;
  readonly textStart: number;
  readonly sourceStart: number;
  readonly sourceEnd: number;
}

export class EmbeddedText {
  /** The text as the program that reads it sees it, with `${…}` left as it is written. */
  readonly text: string;
  readonly #segments: readonly Segment[];
  readonly #sourceEnd: number;
  #lines: LineIndex | null = null;

  constructor(segments: readonly Segment[], sourceEnd: number) {
    this.text = segments.map((segment) => segment.text).join('');
    this.#segments = segments;
    this.#sourceEnd = sourceEnd;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.text);
    return this.#lines;
  }

  /** Offset in the file of an offset in the text. */
  toSource(offset: number): number {
    const segment = this.#segments.findLast((candidate) => candidate.textStart <= offset);
    if (segment === undefined) return this.#segments[0]?.sourceStart ?? this.#sourceEnd;
    const inside = offset - segment.textStart;
    if (inside < segment.text.length)
      return segment.kind === 'escape' ? segment.sourceStart : segment.sourceStart + inside;
    return segment.sourceEnd;
  }

  /** Offset in the text of an offset in the file; what the text does not have (indentation) goes to what follows it. */
  toText(source: number): number {
    const segment = this.#segments.find((candidate) => candidate.sourceEnd > source);
    if (segment === undefined) return this.text.length;
    if (segment.kind === 'escape' || source < segment.sourceStart) return segment.textStart;
    return segment.textStart + (source - segment.sourceStart);
  }

  /** Line and column in the file of a line and column in the text. */
  positionInSource(position: Position, file: LineIndex): Position {
    return file.positionAt(this.toSource(this.lines.offsetAt(position)));
  }

  /** Line and column in the text of a line and column in the file. */
  positionInText(position: Position, file: LineIndex): Position {
    return this.lines.positionAt(this.toText(file.offsetAt(position)));
  }
}

type RawSegment = Omit<Segment, 'textStart'>;

/** Takes escapes and, in `''` strings, the shared indentation away, by Nix's rules. `source` is the text of the file. */
export function decodeString(source: string, string: StringLiteral): EmbeddedText {
  const raw: RawSegment[] = [];
  for (const part of string.parts) {
    if (part.kind === 'interpolation') {
      raw.push(segment('interpolation', source.slice(part.start, part.end), part.start, part.end));
    } else if (string.indented) {
      readIndented(source, part.start, part.end, raw);
    } else {
      readPlain(source, part.start, part.end, raw);
    }
  }
  const segments = string.indented ? stripIndentation(raw, string.content.start) : raw;
  let textStart = 0;
  const placed = segments.map((each) => {
    const at = textStart;
    textStart += each.text.length;
    return { ...each, textStart: at };
  });
  return new EmbeddedText(placed, string.content.end);
}

function segment(kind: Segment['kind'], text: string, sourceStart: number, sourceEnd: number): RawSegment {
  return { kind, text, sourceStart, sourceEnd };
}

const controlEscapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

function readPlain(source: string, start: number, end: number, found: RawSegment[]): void {
  for (const match of source.slice(start, end).matchAll(/\\([\s\S])|[^\\]+/g)) {
    const at = start + match.index;
    const escaped = match[1];
    if (escaped === undefined) found.push(segment('copy', match[0], at, at + match[0].length));
    else found.push(segment('escape', controlEscapes[escaped] ?? escaped, at, at + 2));
  }
}

function readIndented(source: string, start: number, end: number, found: RawSegment[]): void {
  const pattern = /'''|''\$|''\\([\s\S])|(?:(?!''['$\\])[\s\S])+/g;
  for (const match of source.slice(start, end).matchAll(pattern)) {
    const at = start + match.index;
    const [whole, escaped] = match;
    if (whole === "'''") found.push(segment('escape', "''", at, at + 3));
    else if (whole === "''$") found.push(segment('escape', '$', at, at + 3));
    else if (escaped !== undefined)
      found.push(segment('escape', controlEscapes[escaped] ?? escaped, at, at + 4));
    else found.push(segment('copy', whole, at, at + whole.length));
  }
}

/** Only spaces count as indentation; lines of nothing but spaces are not measured. */
function stripIndentation(raw: readonly RawSegment[], contentStart: number): RawSegment[] {
  const rest = withoutFirstBlanks(raw, contentStart);
  const indentation = sharedIndentation(rest);
  const result: RawSegment[] = [];
  let atLineStart = true;
  let dropped = 0;
  for (const each of rest) {
    if (each.kind !== 'copy') {
      // An escaped line break begins no line that is measured, but one that is stripped.
      atLineStart = each.text === '\n';
      dropped = 0;
      result.push(each);
      continue;
    }
    let from = 0;
    const keep = (to: number) => {
      if (to > from) {
        result.push(
          segment('copy', each.text.slice(from, to), each.sourceStart + from, each.sourceStart + to),
        );
      }
    };
    for (let at = 0; at < each.text.length; at++) {
      const unit = each.text.charAt(at);
      if (atLineStart && unit === ' ' && dropped < indentation) {
        keep(at);
        from = at + 1;
        dropped++;
      } else if (unit === '\n') {
        atLineStart = true;
        dropped = 0;
      } else if (unit !== ' ') {
        atLineStart = false;
      }
    }
    keep(each.text.length);
  }
  const last = rest.at(-1);
  return last?.kind === 'copy' && /\n *$/.test(last.text) ? withoutLastBlanks(result) : result;
}

function withoutFirstBlanks(raw: readonly RawSegment[], contentStart: number): RawSegment[] {
  const [first, ...others] = raw;
  if (first?.kind !== 'copy' || first.sourceStart !== contentStart) return [...raw];
  const blanks = /^ *\n/.exec(first.text)?.[0].length ?? 0;
  return [segment('copy', first.text.slice(blanks), first.sourceStart + blanks, first.sourceEnd), ...others];
}

function sharedIndentation(raw: readonly RawSegment[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  let current = 0;
  let atLineStart = true;
  for (const each of raw) {
    if (each.kind !== 'copy') {
      if (atLineStart) smallest = Math.min(smallest, current);
      atLineStart = false;
      continue;
    }
    for (const unit of each.text) {
      if (unit === '\n') {
        atLineStart = true;
        current = 0;
      } else if (atLineStart && unit === ' ') {
        current++;
      } else if (atLineStart) {
        smallest = Math.min(smallest, current);
        atLineStart = false;
      }
    }
  }
  return smallest;
}

/** The spaces before the closing quotes are no part of the text when the quotes stand on a line of their own. */
function withoutLastBlanks(segments: readonly RawSegment[]): RawSegment[] {
  const last = segments.at(-1);
  if (last === undefined) return [];
  const text = last.text.replace(/ +$/, '');
  const others = segments.slice(0, -1);
  if (text === '') return withoutLastBlanks(others);
  return [...others, segment('copy', text, last.sourceStart, last.sourceStart + text.length)];
}
