/**
 * From the NixOS test driver's log to the timeline of a run, line by line. Pure and total: whatever a line says, every
 * statement that begins has one end, in the order of a stack.
 */
import type { JobProgress } from '#shared/contract/jobs.ts';
import { cleanLine, type DriverLine, readDriverLine, readEndOfTitle } from './driverLine.ts';
import type { ScriptHints } from './scriptHints.ts';
import { readTraceback, type ScriptError } from './traceback.ts';

type Statement = Extract<JobProgress, { type: 'statement' }>;

/** Characters of a text with several lines, e.g. a command or its output. */
const textLimit = 16_384;
/** Lines of the script's own output, and of a traceback. */
const printLimit = 10_000;
const tracebackLimit = 1000;
const tracebackStart = 'Traceback (most recent call last):';

interface Frame {
  readonly statement: Statement;
  /** As the driver repeats it at the end. */
  readonly title: string;
  readonly output: string;
}

/** What a line continues that says nothing by itself. */
type Continuation = 'title' | 'output' | 'end' | 'machines' | 'symbols' | 'traceback' | 'exception' | null;

export interface DriverLog {
  readonly phase: 'before' | 'script' | 'clean-up';
  readonly frames: readonly Frame[];
  readonly nodes: ReadonlySet<string>;
  readonly nextId: number;
  /** Calls and subtests so far. */
  readonly count: number;
  readonly printed: number;
  readonly continuation: Continuation;
  /** A title that goes on in the next line. */
  readonly endingTitle: string;
  readonly traceback: readonly string[];
  /** What subtests said when they failed. */
  readonly subtestMessage: string | null;
  /** The machine of the innermost call that had not ended when the script failed. */
  readonly failedNode: string | null;
}

export const emptyDriverLog: DriverLog = {
  phase: 'before',
  frames: [],
  nodes: new Set(),
  nextId: 0,
  count: 0,
  printed: 0,
  continuation: null,
  endingTitle: '',
  traceback: [],
  subtestMessage: null,
  failedNode: null,
};

export interface DriverLogStep {
  readonly log: DriverLog;
  readonly progress: readonly Statement[];
  /** What a machine's console said. */
  readonly console?: { readonly node: string; readonly line: string };
}

/** One more line of the log. */
export function readDriverLog(log: DriverLog, raw: string, hints: ScriptHints): DriverLogStep {
  if (log.continuation === 'end') return continueEnd(log, raw);
  const line = readDriverLine(raw, log.nodes, (title) => log.phase === 'script' && hints.isSubtest(title));
  switch (line.kind) {
    case 'console': {
      // A comment in a command of several lines looks the same.
      if (log.continuation === 'title' && !log.nodes.has(line.node)) return continueText(log, raw);
      const continuation = log.continuation === 'title' ? null : log.continuation;
      const known = { ...knowing(log, line.node), continuation };
      return { log: known, progress: [], console: { node: line.node, line: line.text } };
    }
    case 'begin':
      return begin(log, line, hints);
    case 'end':
      return line.seconds === null
        ? quiet({ ...log, continuation: 'end', endingTitle: line.title ?? '' })
        : end(log, line.title, line.seconds);
    case 'output':
      return quiet({ ...addOutput(log, line.text), continuation: 'output' });
    case 'machine-log':
      return print(
        { ...knowing(log, line.node), continuation: null },
        line.node,
        `${line.node}: ${line.text}`,
      );
    case 'subtest-failed':
      return failSubtest(log, line.title, line.message);
    case 'traceback':
      return quiet({ ...log, continuation: 'traceback', traceback: [...log.traceback, tracebackStart] });
    case 'phase':
      return changePhase(log, line.phase);
    case 'symbols':
      return quiet({ ...log, phase: 'script', continuation: 'machines' });
    case 'noise':
      return quiet({ ...log, continuation: null });
    case 'text':
      return continueText(log, line.text);
  }
}

/** The end of the log: what is open has passed or failed with the test. */
export function finishDriverLog(log: DriverLog, passed: boolean): DriverLogStep {
  return passed ? closeFrames(log, 0, 'passed') : fail(log, 0);
}

/** Why the script failed, as far as its log tells. */
export function driverError(log: DriverLog, scriptName: string): ScriptError | null {
  if (log.traceback.length > 0) return readTraceback(log.traceback, scriptName);
  if (log.subtestMessage === null) return null;
  return { message: log.subtestMessage || 'A subtest failed.', line: null, traceback: '' };
}

function quiet(log: DriverLog): DriverLogStep {
  return { log, progress: [] };
}

function knowing(log: DriverLog, node: string): DriverLog {
  return log.nodes.has(node) ? log : { ...log, nodes: new Set(log.nodes).add(node) };
}

function begin(
  log: DriverLog,
  { group, node, title, command }: Extract<DriverLine, { kind: 'begin' }>,
  hints: ScriptHints,
): DriverLogStep {
  const text = group === 'subtest' ? title.replace(/^subtest: /, '') : title;
  const statement: Statement = {
    type: 'statement',
    id: log.nextId,
    parent: parentOf(log.frames),
    state: 'running',
    kind: group,
    line: hints.lineOf(command ?? (group === 'subtest' ? text : '')),
    node,
    text,
    ...(command === null ? {} : { command }),
  };
  const known = node === null ? log : knowing(log, node);
  return {
    log: {
      ...known,
      phase: log.phase === 'before' ? 'script' : log.phase,
      frames: [...log.frames, { statement, title, output: '' }],
      nextId: log.nextId + 1,
      count: log.count + 1,
      continuation: 'title',
    },
    progress: [statement],
  };
}

/** What happens during a call, e.g. that a machine boots, stands beside it: groups alone have parts. */
function parentOf(frames: readonly Frame[]): number | null {
  return frames.findLast(({ statement }) => statement.kind === 'subtest')?.statement.id ?? null;
}

function end(log: DriverLog, title: string | null, seconds: number): DriverLogStep {
  const rest: DriverLog = { ...log, continuation: null, endingTitle: '' };
  const index =
    title === null ? log.frames.length - 1 : log.frames.findLastIndex((frame) => frame.title === title);
  // The end of the script as a whole, or of something whose beginning was not known for one.
  if (index < 0) return quiet(rest);
  // What had begun inside and never ended has raised something that the script has caught.
  const inside = closeFrames(rest, index + 1, 'failed');
  const closed = closeFrames(inside.log, index, 'passed', seconds * 1000);
  return { log: closed.log, progress: [...inside.progress, ...closed.progress] };
}

function closeFrames(
  log: DriverLog,
  from: number,
  state: 'passed' | 'failed',
  durationMs?: number,
): DriverLogStep {
  const progress = log.frames
    .slice(from)
    .toReversed()
    .map(({ statement, output }) => ({
      ...statement,
      state,
      ...(output === '' ? {} : { output }),
      ...(durationMs === undefined ? {} : { durationMs }),
    }));
  return { log: { ...log, frames: log.frames.slice(0, from) }, progress };
}

function fail(log: DriverLog, from: number): DriverLogStep {
  const node = log.frames.findLast(({ statement }) => statement.node !== null)?.statement.node ?? null;
  return closeFrames({ ...log, failedNode: log.failedNode ?? node, continuation: null }, from, 'failed');
}

function failSubtest(log: DriverLog, title: string, message: string): DriverLogStep {
  const index = log.frames.findLastIndex(
    ({ statement }) => statement.kind === 'subtest' && statement.text === title,
  );
  const known = { ...log, subtestMessage: log.subtestMessage ?? message };
  return index < 0 ? quiet({ ...known, continuation: null }) : fail(known, index);
}

function changePhase(log: DriverLog, phase: 'script' | 'clean-up'): DriverLogStep {
  const next: DriverLog = { ...log, phase, continuation: null };
  // Nothing of the script runs any more: what has not ended never will.
  return phase === 'clean-up' ? fail(next, 0) : quiet(next);
}

function continueEnd(log: DriverLog, raw: string): DriverLogStep {
  const last = readEndOfTitle(raw);
  if (last !== undefined) return end(log, `${log.endingTitle}\n${last.rest}`, last.seconds);
  const endingTitle = `${log.endingTitle}\n${cleanLine(raw)}`;
  // Not an end after all, or one that nobody could use.
  if (endingTitle.length > textLimit) return quiet({ ...log, continuation: null, endingTitle: '' });
  return quiet({ ...log, endingTitle });
}

function continueText(log: DriverLog, text: string): DriverLogStep {
  switch (log.continuation) {
    case 'title':
      return quiet(extendTitle(log, text));
    case 'output':
      return quiet(addOutput(log, `\n${text}`));
    case 'machines':
      return quiet(takeMachines(log, text));
    case 'symbols':
      return text.startsWith('    ') ? quiet(log) : print({ ...log, continuation: null }, null, text);
    case 'traceback':
    case 'exception':
      return quiet(takeTraceback(log, text));
    default:
      return print(log, null, text);
  }
}

function changeTop(log: DriverLog, change: (frame: Frame) => Frame): DriverLog {
  const top = log.frames.at(-1);
  return top === undefined ? log : { ...log, frames: [...log.frames.slice(0, -1), change(top)] };
}

function extendTitle(log: DriverLog, text: string): DriverLog {
  return changeTop(log, (frame) => {
    const { statement, title } = frame;
    if (title.length + text.length > textLimit) return frame;
    const command = statement.command === undefined ? {} : { command: `${statement.command}\n${text}` };
    return {
      ...frame,
      title: `${title}\n${text}`,
      statement: { ...statement, text: `${statement.text}\n${text}`, ...command },
    };
  });
}

function addOutput(log: DriverLog, text: string): DriverLog {
  return changeTop(log, (frame) => ({ ...frame, output: (frame.output + text).slice(0, textLimit) }));
}

/** The machines stand in the first line of the symbols; networks and functions follow. */
function takeMachines(log: DriverLog, text: string): DriverLog {
  const names = text.split(',').flatMap((name) => /^\s*([A-Za-z_][\w.-]*)\s*$/.exec(name)?.[1] ?? []);
  return { ...log, continuation: 'symbols', nodes: new Set([...log.nodes, ...names]) };
}

const chainPattern = /^(?:During handling of the above exception|The above exception was the direct cause)/;

function takeTraceback(log: DriverLog, text: string): DriverLog {
  if (log.traceback.length >= tracebackLimit) return log;
  const isFrame = text === '' || text.startsWith(' ') || chainPattern.test(text);
  const continuation = log.continuation === 'traceback' && isFrame ? 'traceback' : 'exception';
  return { ...log, continuation, traceback: [...log.traceback, text] };
}

function print(log: DriverLog, node: string | null, text: string): DriverLogStep {
  if (log.phase !== 'script' || text.trim() === '' || log.printed >= printLimit) return quiet(log);
  return {
    log: { ...log, nextId: log.nextId + 1, printed: log.printed + 1 },
    progress: [
      {
        type: 'statement',
        id: log.nextId,
        parent: parentOf(log.frames),
        state: 'passed',
        kind: 'log',
        line: null,
        node,
        text,
      },
    ],
  };
}
