/** What nodes wrote during a part of a run. */
import { useEffect, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import type { Target } from '#shared/contract/common.ts';
import type { NodeLine } from '#shared/contract/tests.ts';
import { toAppError } from '#shared/errors.ts';

export interface LinesWanted {
  readonly target: Target;
  /** A run or an open session; `null` while its name is not known. */
  readonly run: string | null;
  /** `null` for all. */
  readonly node: string | null;
  /** Milliseconds since the epoch; `null` for all that was before, or all that comes. */
  readonly from: number | null;
  readonly to: number | null;
  readonly most: number;
  /** Whether more may come. */
  readonly isLive: boolean;
}

export interface LinesFound {
  /** `null` while they are read. */
  readonly lines: readonly NodeLine[] | null;
  readonly isWhole: boolean;
  readonly problem: string | null;
}

const reading: LinesFound = { lines: null, isWhole: true, problem: null };

export function useNodeLines({ target, run, node, from, to, most, isLive }: LinesWanted): LinesFound {
  const { client } = useApp();
  const [found, setFound] = useState<LinesFound>(reading);
  const { directory, composition, flavour } = target;
  useEffect(() => {
    setFound(reading);
    if (run === null) return;
    let left = false;
    let stop: (() => void) | undefined;
    const isWanted = (line: NodeLine): boolean =>
      (node === null || line.node === node) && line.at >= (from ?? 0) && line.at <= (to ?? Infinity);

    async function read(name: string): Promise<void> {
      // What comes while the rest is read waits for it.
      let early: NodeLine[] | null = [];
      if (isLive) {
        stop = await client.tests.nodeWrote.subscribe(({ run: whose, lines }) => {
          const fresh = whose === name ? lines.filter(isWanted) : [];
          if (fresh.length === 0 || left) return;
          if (early !== null) early.push(...fresh);
          else setFound((before) => add(before, fresh, most));
        });
        if (left) stop();
      }
      const answer = await client.tests.nodeLines({
        target: { directory, composition, flavour },
        run: name,
        limit: most,
        ...(node === null ? {} : { nodes: [node] }),
        ...(from === null ? {} : { from }),
        ...(to === null ? {} : { to }),
      });
      if (left) return;
      const last = answer.lines.at(-1)?.at ?? 0;
      const late = early.filter(({ at }) => at > last);
      early = null;
      setFound(add({ ...answer, problem: null }, late, most));
    }

    read(run).catch((thrown: unknown) => {
      if (!left) setFound({ lines: [], isWhole: true, problem: toAppError(thrown).message });
    });
    return () => {
      left = true;
      stop?.();
    };
  }, [client, directory, composition, flavour, run, node, from, to, most, isLive]);
  return found;
}

function add(found: LinesFound, fresh: readonly NodeLine[], most: number): LinesFound {
  const lines = [...(found.lines ?? []), ...fresh];
  return { ...found, lines: lines.slice(-most), isWhole: found.isWhole && lines.length <= most };
}
