/**
 * Colours of Nix, line by line: what a line begins in is all that is carried from one to the next. Strings that hold
 * Python or shell are read in that language, with interpolations of Nix inside them.
 */
import { type EmbeddedName, languageOfFunction, languageOfName } from './embedded.ts';
import { type PythonState, python } from './python.ts';
import { type ShellState, shell } from './shell.ts';
import type { Emit, LineToken, TokenType } from './token.ts';

/** What is open, inner frames in front. Never changed, so that equal states can be told by their text. */
export type NixState = CodeFrame | StringFrame | IndentedFrame | CommentFrame;

interface CodeFrame {
  readonly kind: 'code';
  readonly opener: '' | '{' | '(' | '[' | '${';
  /** The last name of the attribute path before the `=` that the rest belongs to. */
  readonly attribute: string;
  /** The function that is being called, if it is one that takes a script. */
  readonly caller: string;
  readonly outer: NixState | null;
}

interface StringFrame {
  readonly kind: 'string';
  readonly outer: CodeFrame;
}

interface IndentedFrame {
  readonly kind: 'indented';
  readonly language: EmbeddedName | null;
  readonly inner: PythonState | ShellState | null;
  readonly outer: CodeFrame;
}

interface CommentFrame {
  readonly kind: 'comment';
  readonly outer: CodeFrame;
}

export const initialNixState: NixState = { kind: 'code', opener: '', attribute: '', caller: '', outer: null };

const keywords = new Set(['let', 'in', 'with', 'rec', 'inherit', 'if', 'then', 'else', 'assert', 'or']);
const constants = new Set(['true', 'false', 'null']);
const builtins = new Set(
  (
    'abort baseNameOf builtins derivation dirOf fetchGit fetchTarball fromTOML import isNull map placeholder ' +
    'removeAttrs throw toString'
  ).split(' '),
);

const code =
  /(?<blank>\s+)|(?<comment>#.*)|(?<block>\/\*)|(?<indented>'')|(?<quote>")|(?<path>(?:~|\.{1,2}|[\w+.-]+)?(?:\/[\w+.-]+)+\/?|<[\w+.-]+(?:\/[\w+.-]+)*>|\.{1,2}\/(?=\$\{))|(?<uri>[A-Za-z][\w+.-]*:(?![\s:])[\w%/?:@&=+$,.!~*'-]+)|(?<number>\d+(?:\.\d+)?)|(?<word>[A-Za-z_][\w'-]*)|(?<open>\$\{|[{([])|(?<close>[})\]])|(?<dots>\.\.\.)|(?<operator>->|\+\+|\/\/|[!=<>]=|&&|\|\||[-+*/<>!?@:])|(?<equals>=)|(?<other>[\s\S])/y;

/** What follows the first name of a binding: the rest of its path, then `=`. */
const bindingRest = /^(?:\s*\.\s*(?:"[^"]*"|\$\{[^}]*\}|[A-Za-z_][\w'-]*))*\s*=(?!=)/;

export function tokenizeNix(line: string, state: NixState): { tokens: LineToken[]; state: NixState } {
  const tokens: LineToken[] = [];
  const emit: Emit = (start, type) => {
    const last = tokens.at(-1);
    if (start >= line.length || last?.type === type) return;
    if (last?.start === start) tokens.pop();
    tokens.push({ start, type });
  };
  let next: NixState = state;
  let at = 0;
  while (at < line.length) {
    const read = readOne(line, at, next, emit);
    at = read.at;
    next = read.state;
  }
  if (next.kind === 'indented' && next.language !== null && next.inner !== null) {
    const inner = next.language === 'python' ? python.endLine(next.inner as PythonState) : next.inner;
    if (inner !== next.inner) next = { ...next, inner };
  }
  return { tokens, state: next };
}

interface Read {
  readonly at: number;
  readonly state: NixState;
}

function readOne(line: string, at: number, state: NixState, emit: Emit): Read {
  switch (state.kind) {
    case 'code':
      return readCode(line, at, state, emit);
    case 'string':
      return readString(line, at, state, emit);
    case 'indented':
      return readIndented(line, at, state, emit);
    case 'comment': {
      emit(at, 'comment');
      const end = line.indexOf('*/', at);
      return end === -1 ? { at: line.length, state } : { at: end + 2, state: state.outer };
    }
  }
}

function readCode(line: string, start: number, frame: CodeFrame, emit: Emit): Read {
  code.lastIndex = start;
  const groups = code.exec(line)?.groups ?? {};
  const at = code.lastIndex;
  const enter = (opener: CodeFrame['opener']): CodeFrame => ({
    kind: 'code',
    opener,
    attribute: '',
    caller: '',
    outer: frame,
  });
  if (groups.block !== undefined) {
    emit(start, 'comment');
    return { at, state: { kind: 'comment', outer: frame } };
  }
  if (groups.quote !== undefined) {
    emit(start, 'string');
    return { at, state: { kind: 'string', outer: frame } };
  }
  if (groups.indented !== undefined) {
    emit(start, 'string');
    const language = languageOfString(frame);
    const inner = language === 'python' ? python.initial : language === 'shell' ? shell.initial : null;
    return { at, state: { kind: 'indented', language, inner, outer: frame } };
  }
  if (groups.open !== undefined) {
    emit(start, groups.open === '${' ? 'interpolation' : 'delimiter');
    return { at, state: enter(groups.open as CodeFrame['opener']) };
  }
  if (groups.close !== undefined) {
    const isInterpolation = frame.opener === '${' && groups.close === '}';
    emit(start, isInterpolation ? 'interpolation' : 'delimiter');
    // One closer too many leaves everything as it is.
    return { at, state: frame.outer ?? frame };
  }
  if (groups.word !== undefined) return readWord(line, start, at, groups.word, frame, emit);
  emit(start, typeOf(groups));
  // With the semicolon a binding ends, and with it what its string would hold.
  const ends = groups.other === ';' || groups.other === ',';
  return { at, state: ends ? { ...frame, attribute: '', caller: '' } : frame };
}

function readWord(line: string, start: number, at: number, word: string, frame: CodeFrame, emit: Emit): Read {
  const follows = line[start - 1] === '.';
  if (keywords.has(word) && !follows) {
    emit(start, 'keyword');
    return { at, state: frame };
  }
  if (frame.attribute === '' && bindingRest.test(line.slice(at))) {
    emit(start, 'attribute');
    const isLast = /^\s*=/.test(line.slice(at));
    return { at, state: isLast ? { ...frame, attribute: word } : frame };
  }
  const caller = languageOfFunction(word) === null ? frame.caller : word;
  if (constants.has(word) && !follows) emit(start, 'constant');
  else emit(start, caller !== frame.caller || (builtins.has(word) && !follows) ? 'function' : 'variable');
  return { at, state: caller === frame.caller ? frame : { ...frame, caller } };
}

function typeOf(groups: Record<string, string | undefined>): TokenType {
  if (groups.comment !== undefined) return 'comment';
  if (groups.path !== undefined || groups.uri !== undefined) return 'string.path';
  if (groups.number !== undefined) return 'number';
  if (groups.operator !== undefined || groups.equals !== undefined) return 'operator';
  return groups.blank === undefined ? 'delimiter' : 'text';
}

/** What a string that begins here holds. */
function languageOfString(frame: CodeFrame): EmbeddedName | null {
  if (frame.caller !== '') return languageOfFunction(frame.caller);
  const own = languageOfName(frame.attribute);
  if (own !== null || frame.outer?.kind !== 'code') return own;
  const { outer } = frame;
  // `writeShellApplication { text = ''…''; }`, `activationScripts.x = { text = ''…''; }`, and what is in parentheses.
  if (frame.opener === '(' && frame.attribute === '') return languageOfString(outer);
  if (frame.attribute !== 'text') return null;
  return languageOfFunction(outer.caller) ?? languageOfName(outer.attribute);
}

function readString(line: string, start: number, frame: StringFrame, emit: Emit): Read {
  emit(start, 'string');
  const found = /["\\]|\$\$|\$\{/g;
  found.lastIndex = start;
  const match = found.exec(line);
  if (match === null) return { at: line.length, state: frame };
  const at = match.index;
  switch (match[0]) {
    case '"':
      return { at: at + 1, state: frame.outer };
    case '\\':
      emit(at, 'string.escape');
      return { at: Math.min(at + 2, line.length), state: frame };
    case '${':
      return { at: at + 2, state: interpolation(at, frame, emit) };
    default:
      return { at: at + 1 + (line.startsWith('${', at + 1) ? 2 : 0), state: frame };
  }
}

function interpolation(at: number, outer: NixState, emit: Emit): NixState {
  emit(at, 'interpolation');
  return { kind: 'code', opener: '${', attribute: '', caller: '', outer };
}

function readIndented(line: string, start: number, frame: IndentedFrame, emit: Emit): Read {
  const special = /''(?:['$]|\\.?)?|\$\$\{|\$\{/g;
  special.lastIndex = start;
  const match = special.exec(line);
  const end = match?.index ?? line.length;
  const inner = readEmbedded(line, start, end, frame, emit);
  const state: IndentedFrame = inner === frame.inner ? frame : { ...frame, inner };
  if (match === null) return { at: end, state };
  const after = end + match[0].length;
  if (match[0] === "''") {
    emit(end, 'string');
    return { at: after, state: frame.outer };
  }
  if (match[0] === '${') return { at: after, state: interpolation(end, state, emit) };
  emit(end, match[0] === '$${' ? 'string' : 'string.escape');
  return { at: after, state };
}

function readEmbedded(
  line: string,
  start: number,
  end: number,
  { language, inner }: IndentedFrame,
  emit: Emit,
): PythonState | ShellState | null {
  if (end === start) return inner;
  const piece = line.slice(start, end);
  if (language === 'python') return python.read(piece, start, inner as PythonState, emit);
  if (language === 'shell') return shell.read(piece, start, inner as ShellState, emit);
  emit(start, 'string');
  return inner;
}
