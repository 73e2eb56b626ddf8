/** The journals of nodes, as far as they have one, for a stretch of time. */
import type { NodeLine } from '#shared/contract/tests.ts';
import { forEachConcurrently } from '../../flavours/concurrently.ts';
import type { NodeBackend } from '../nodeBackend.ts';

const readTogether = 8;
const patienceMs = 5000;
const lineLimit = 2000;

/** A node without `journalctl`, without systemd's, or that is off has no lines. */
export async function readJournals(
  backend: NodeBackend,
  nodes: readonly string[],
  from: number,
): Promise<NodeLine[]> {
  const lines: NodeLine[] = [];
  const since = Math.floor(from / 1000);
  const command = `journalctl --since @${since} -o short-unix --no-pager -q -n ${lineLimit} 2>/dev/null`;
  await forEachConcurrently(nodes, readTogether, async (node) => {
    try {
      if (await backend.isOff(node)) return;
      const { exitCode, stdout } = await backend.execute(node, command, { timeoutMs: patienceMs });
      if (exitCode === 0) lines.push(...parseJournal(node, Buffer.from(stdout).toString('utf8')));
    } catch {
      // What a journal would have said is missing then, and nothing else.
    }
  });
  return lines.filter(({ at }) => at >= from);
}

/** Lines of `journalctl -o short-unix`: seconds since the epoch, then host, unit and text. */
export function parseJournal(node: string, text: string): NodeLine[] {
  return text.split('\n').flatMap((entry): NodeLine[] => {
    const match = /^(\d+\.\d+) \S+ (.*)$/.exec(entry);
    if (match === null) return [];
    return [{ node, source: 'journal', at: Math.round(Number(match[1]) * 1000), line: match[2] ?? '' }];
  });
}
