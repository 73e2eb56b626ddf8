/** What nodes write while a script runs, each line with the moment at which it came. */
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as delay } from 'node:timers/promises';
import type { NodeLine } from '#shared/contract/tests.ts';
import { forEachConcurrently } from '../../flavours/concurrently.ts';
import type { NodeBackend } from '../nodeBackend.ts';

/** Lines that are kept of one node; the oldest go first. */
const lineLimit = 20_000;
/** Characters of a line that never ends. */
const lengthLimit = 8192;
/** Consoles that are opened at the same time. */
const openedTogether = 8;
/** How soon the console of a node that is off is looked for again, in milliseconds. */
const reopenMs = 500;
/** Lines that are looked through for the last known ones of a node, and how many of these must be the same. */
const tailLines = 2000;
const overlapLines = 5;
/** Lines that a failure carries. */
const shownLines = 30;
/** Lines are told in groups of this many milliseconds: a chatty node must not cost an event each line. */
const gatherMs = 100;

export interface NodeLines {
  /** Lines between two moments, in order; `isWhole` is false when some are missing. */
  between(query: LineQuery): { readonly lines: NodeLine[]; readonly isWhole: boolean };
  /** The last lines of a node. */
  last(node: string, count: number): string[];
  /** Adds lines that were found afterwards, e.g. of the journal. */
  add(lines: readonly NodeLine[]): void;
  all(): NodeLine[];
  /** Stops listening; what came is kept. */
  close(): void;
}

export interface LineQuery {
  readonly nodes?: readonly string[] | undefined;
  readonly from: number;
  readonly to: number;
  readonly limit: number;
}

/** An empty collection, or one read back from a file. */
export function keptLines(lines: readonly NodeLine[]): NodeLines {
  const byNode = Map.groupBy(lines, ({ node }) => node);
  let isCut = false;

  const inOrder = (): NodeLine[] => [...byNode.values()].flat().sort((one, other) => one.at - other.at);
  return {
    between({ nodes, from, to, limit }) {
      const fitting = inOrder().filter(
        ({ node, at }) => at >= from && at <= to && (nodes === undefined || nodes.includes(node)),
      );
      return { lines: fitting.slice(-limit), isWhole: !isCut && fitting.length <= limit };
    },
    last: (node, count) => (byNode.get(node) ?? []).slice(-count).map(({ line }) => line),
    add(added) {
      for (const line of added) {
        const known = byNode.get(line.node);
        if (known === undefined) byNode.set(line.node, [line]);
        else known.push(line);
        if (known !== undefined && known.length > 2 * lineLimit) {
          known.splice(0, known.length - lineLimit);
          isCut = true;
        }
      }
    },
    all: inOrder,
    close() {},
  };
}

/**
 * Follows the consoles of all nodes from now on, also when they are switched off and on meanwhile.
 *
 * @param told gets new lines, in groups
 */
export function followNodes(backend: NodeBackend, told: (lines: NodeLine[]) => void): NodeLines {
  const kept = keptLines([]);
  const abort = new AbortController();
  const { signal } = abort;
  let gathered: NodeLine[] = [];
  let timer: NodeJS.Timeout | undefined;

  function tell(): void {
    const lines = gathered;
    gathered = [];
    timer = undefined;
    if (lines.length > 0) told(lines);
  }

  function take(node: string, text: string): void {
    const line: NodeLine = { node, source: 'console', at: Date.now(), line: text.slice(0, lengthLimit) };
    kept.add([line]);
    gathered.push(line);
    timer ??= setTimeout(tell, gatherMs).unref();
  }

  /** Reads what a console says from now on, until it ends. */
  async function read(node: string): Promise<void> {
    const stream = (await backend.consoleFromNow(node)) as NodeJS.ReadableStream & { destroy(): void };
    const stop = (): void => stream.destroy();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    const decoder = new StringDecoder('utf8');
    let partial = '';
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        const pieces = (partial + decoder.write(chunk)).split(/\r?\n/);
        partial = (pieces.pop() ?? '').slice(-lengthLimit);
        for (const piece of pieces) take(node, piece);
      }
    } finally {
      signal.removeEventListener('abort', stop);
      if (partial !== '') take(node, partial);
    }
  }

  /** What a node said since its last known lines: nobody listened while it was switched off and on. */
  async function catchUp(node: string, known: readonly string[]): Promise<void> {
    const said = linesOf(await backend.consoleTail(node, tailLines));
    for (const line of said.slice(overlap(known, said))) take(node, line);
  }

  async function follow(node: string, before: readonly string[]): Promise<void> {
    while (!signal.aborted) {
      // A node that is off has a console again when it is on.
      await read(node).catch(() => {});
      await delay(reopenMs, undefined, { signal, ref: false }).catch(() => {});
      if (signal.aborted) return;
      const seen = kept.last(node, overlapLines);
      await catchUp(node, seen.length === 0 ? before : seen).catch(() => {});
    }
  }

  // A node whose console cannot be read has none here; the script itself is told when it asks for it.
  void forEachConcurrently(backend.nodes, openedTogether, async (node) => {
    if (signal.aborted) return;
    const before = await backend.consoleTail(node, overlapLines).catch(() => '');
    void follow(node, linesOf(before));
  });

  return {
    ...kept,
    close() {
      abort.abort();
      clearTimeout(timer);
      tell();
    },
  };
}

function linesOf(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** Where in a text the known lines end that come last in it; 0 when they are not there. */
function overlap(known: readonly string[], said: readonly string[]): number {
  if (known.length === 0) return 0;
  for (let end = said.length; end >= known.length; end -= 1) {
    if (known.every((line, index) => said[end - known.length + index] === line)) return end;
  }
  return 0;
}

/** The last lines of a node: of this run, or of before it when it has said nothing since. */
export async function lastLinesOf(
  backend: NodeBackend,
  lines: NodeLines,
  node: string | null,
): Promise<string[]> {
  if (node === null) return [];
  const own = lines.last(node, shownLines);
  return own.length > 0 ? own : linesOf(await backend.consoleTail(node, shownLines).catch(() => ''));
}
