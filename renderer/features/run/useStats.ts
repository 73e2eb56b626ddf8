/** CPU and memory of the nodes, asked for while somebody looks. */
import { useEffect, useState } from 'react';
import type { AppContext } from '#renderer/app/context.ts';
import type { Target } from '#shared/contract/common.ts';

export interface NodeStats {
  readonly cpuPercent: number;
  readonly memoryBytes: number;
}

/** Milliseconds between an answer and the next question. */
const pause = 2000;

const none: ReadonlyMap<string, NodeStats> = new Map();

export function useStats(
  { client }: AppContext,
  target: Target,
  isWanted: boolean,
): ReadonlyMap<string, NodeStats> {
  const [stats, setStats] = useState(none);
  const { directory, composition, flavour } = target;
  useEffect(() => {
    if (!isWanted) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function ask(): Promise<void> {
      if (document.visibilityState === 'visible') {
        const samples = await client.deployments
          .stats({ target: { directory, composition, flavour } }, { signal: abort.signal })
          // A node that goes while it is measured is no news; its state tells.
          .catch(() => []);
        if (abort.signal.aborted) return;
        setStats(new Map(samples.map(({ node, ...sample }) => [node, sample])));
      }
      timer = setTimeout(() => void ask(), pause);
    }
    void ask();
    return () => {
      abort.abort();
      clearTimeout(timer);
      setStats(none);
    };
  }, [client, directory, composition, flavour, isWanted]);
  return stats;
}
