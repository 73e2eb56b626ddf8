/** Calls of methods in a test script, `server.succeed("…")`. Reads as much of Python as that takes: names and strings. */
import type { Range } from '../text/range.ts';

export interface MethodCall {
  readonly object: string;
  readonly objectRange: Range;
  readonly method: string;
  readonly methodRange: Range;
  /** From after the opening parenthesis to before the closing one, or to the end of the script. */
  readonly argumentRange: Range;
  /** The contents of the string literals among the arguments. */
  readonly strings: readonly Range[];
}

export interface PythonNames {
  readonly calls: readonly MethodCall[];
  /** Every name that stands outside of strings and comments, or in the braces of an f-string, and is no attribute. */
  readonly names: readonly (Range & { readonly name: string })[];
  /** The contents of all string literals. */
  readonly strings: readonly Range[];
}

/** Comments, strings with their prefixes, names, and the signs that calls are made of. */
const tokenPattern = /#[^\n]*|(?:\b[rRbBfFuU]{1,2})?("""|'''|"|')|[A-Za-z_]\w*|[().[\]{}]|\s+|./gsu;

interface OpenCall {
  readonly depth: number;
  readonly call: Omit<MethodCall, 'argumentRange' | 'strings'>;
  readonly start: number;
  readonly strings: Range[];
}

/** Reads a script; one that is cut off or wrong is read as far as it goes. */
export function readPython(text: string): PythonNames {
  const calls: MethodCall[] = [];
  const names: (Range & { name: string })[] = [];
  const strings: Range[] = [];
  const open: OpenCall[] = [];
  let depth = 0;
  let chain: (Range & { name: string })[] = [];
  let afterDot = false;
  const pattern = new RegExp(tokenPattern);
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [token, quote] = match;
    const start = match.index;
    const end = start + token.length;
    if (token.startsWith('#') || /^\s/.test(token)) continue;
    if (quote !== undefined) {
      const content = { start: end, end: stringEnd(text, end, quote) };
      pattern.lastIndex = content.end + quote.length;
      strings.push(content);
      if (/^[a-z]*f/i.test(token)) names.push(...formattedNames(text, content));
      for (const call of open) call.strings.push(content);
      chain = [];
    } else if (/^[A-Za-z_]/.test(token)) {
      const name = { name: token, start, end };
      if (afterDot) chain.push(name);
      else chain = [name];
      if (!afterDot) names.push(name);
    } else if (token === '(') {
      depth++;
      const [object, method] = chain;
      if (chain.length === 2 && object !== undefined && method !== undefined) {
        const call = {
          object: object.name,
          objectRange: { start: object.start, end: object.end },
          method: method.name,
          methodRange: { start: method.start, end: method.end },
        };
        open.push({ depth, call, start: end, strings: [] });
      }
      chain = [];
    } else if (token === ')') {
      const last = open.at(-1);
      if (last?.depth === depth) {
        open.pop();
        calls.push(finish(last, start));
      }
      depth = Math.max(0, depth - 1);
      chain = [];
    } else if (token !== '.') {
      chain = [];
    }
    afterDot = token === '.';
  }
  for (const call of open) calls.push(finish(call, text.length));
  return {
    calls: calls.sort((left, right) => left.objectRange.start - right.objectRange.start),
    names,
    strings,
  };
}

/** The names that the braces of an f-string begin with. */
function formattedNames(text: string, content: Range): (Range & { name: string })[] {
  return [...text.slice(content.start, content.end).matchAll(/(?<!\{)\{\s*([A-Za-z_]\w*)/g)].map((match) => {
    const name = match[1] ?? '';
    const end = content.start + match.index + match[0].length;
    return { name, start: end - name.length, end };
  });
}

function finish({ call, start, strings }: OpenCall, end: number): MethodCall {
  return { ...call, argumentRange: { start, end }, strings };
}

function stringEnd(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    if (text.startsWith(quote, at)) return at;
    if (text.charCodeAt(at) === 92) at++;
    else if (quote.length === 1 && text.charCodeAt(at) === 10) return at;
  }
  return text.length;
}
