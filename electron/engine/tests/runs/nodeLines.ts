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

  /** Reads a console from a place on until it ends; returns how many bytes it has had in all. */
  async function read(node: string, skip: number): Promise<number> {
    const stream = (await backend.console(node)) as NodeJS.ReadableStream & { destroy(): void };
    const stop = (): void => stream.destroy();
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    const decoder = new StringDecoder('utf8');
    let position = 0;
    let partial = '';
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        const fresh = chunk.subarray(Math.max(0, Math.min(chunk.length, skip - position)));
        position += chunk.length;
        const pieces = (partial + decoder.write(fresh)).split(/\r?\n/);
        partial = (pieces.pop() ?? '').slice(-lengthLimit);
        for (const piece of pieces) take(node, piece);
      }
    } finally {
      signal.removeEventListener('abort', stop);
      if (partial !== '') take(node, partial);
    }
    return position;
  }

  async function follow(node: string): Promise<void> {
    // What was written before is not of this run.
    let seen = await lengthOf(backend, node);
    while (!signal.aborted) {
      // A node that is off has a console again when it is on.
      seen = Math.max(seen, await read(node, seen).catch(() => seen));
      await delay(reopenMs, undefined, { signal, ref: false }).catch(() => {});
      if (!signal.aborted && (await lengthOf(backend, node)) < seen) seen = 0;
    }
  }

  // A node whose console cannot be read has none here; the script itself is told when it asks for it.
  void forEachConcurrently(backend.nodes, openedTogether, async (node) => {
    if (!signal.aborted) void follow(node).catch(() => {});
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

async function lengthOf(backend: NodeBackend, node: string): Promise<number> {
  let length = 0;
  try {
    for await (const chunk of (await backend.consoleSoFar(node)) as AsyncIterable<Buffer>)
      length += chunk.length;
  } catch {
    // It has none yet.
  }
  return length;
}
