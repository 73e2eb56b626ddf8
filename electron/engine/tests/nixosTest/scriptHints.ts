/** What the text of a test script tells about the log of its run. */

export interface ScriptHints {
  /** Whether a line of the log is the title of one of the script's groups, which old drivers do not mark. */
  isSubtest(title: string): boolean;
  /** The only line of the script, from 1, that holds this text; `null` when there are several or none. */
  lineOf(text: string): number | null;
}

const groupPattern = /\b(?:subtest|log\.nested)\(\s*f?(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/g;

export function readScriptHints(source: string): ScriptHints {
  const lines = source.split('\n');
  const titles = [...source.matchAll(groupPattern)].map((match) => titlePattern(match[1] ?? match[2] ?? ''));
  return {
    isSubtest: (title) => title !== '' && titles.some((pattern) => pattern.test(title)),
    lineOf(text) {
      if (text.trim() === '') return null;
      const found = lines.flatMap((line, index) => (line.includes(text) ? [index + 1] : []));
      return found.length === 1 ? (found[0] ?? null) : null;
    },
  };
}

/** What is computed (`{name}`) or escaped may be anything. */
function titlePattern(literal: string): RegExp {
  const parts = literal.split(/\{[^}]*\}|\\./).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`);
}
