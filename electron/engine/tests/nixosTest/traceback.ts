/** What Python says of a failed script: the message, and where in the script. */

export interface ScriptError {
  readonly message: string;
  /** Line of the script, from 1. */
  readonly line: number | null;
  /** The script's own frames, in the form in which the records have them. */
  readonly traceback: string;
}

const framePattern = /^ {2}File "([^"]*)", line (\d+)(?:, in (.*))?$/;
/** Exceptions that only say that something failed: their names would add nothing. */
const plainException =
  /^(?:[A-Za-z_][\w.]*\.)?(?:Exception|RequestedAssertionFailed|MachineError|TestScriptError)(?:: |$)/;

interface Frame {
  readonly line: number;
  readonly place: string;
  readonly source: readonly string[];
}

/**
 * @param lines from `Traceback (most recent call last):` to the exception; of several that led to each other the last
 *   one counts
 * @param name how the records name the script
 */
export function readTraceback(lines: readonly string[], name: string): ScriptError {
  const start = lines.findLastIndex((line) => line.startsWith('Traceback '));
  const frames: Frame[] = [];
  const message: string[] = [];
  let isOwn = false;
  for (const line of lines.slice(start + 1)) {
    const [, file, number, place = '<module>'] = framePattern.exec(line) ?? [];
    if (file !== undefined && message.length === 0) {
      isOwn = file === '<string>';
      if (isOwn) frames.push({ line: Number(number), place, source: [] });
    } else if (message.length === 0 && (line === '' || line.startsWith('  '))) {
      const last = frames.at(-1);
      // Python underlines the part of a line that failed.
      const isMark = /^\s*[~^]*\s*$/.test(line);
      if (isOwn && last !== undefined && !isMark)
        frames[frames.length - 1] = { ...last, source: [...last.source, line] };
    } else message.push(line);
  }
  // Drivers before 21.05 run the script from within another one.
  const [first, second] = frames;
  if (first?.place === '<module>' && second?.place === '<module>') frames.shift();
  return {
    message:
      message.join('\n').trim().replace(plainException, '') || (message[0] ?? 'The test script failed.'),
    line: frames.at(-1)?.line ?? null,
    traceback: [
      ...frames.flatMap(({ line, place, source }) => [`${name}, line ${line}, in ${place}`, ...source]),
      ...message,
    ].join('\n'),
  };
}
