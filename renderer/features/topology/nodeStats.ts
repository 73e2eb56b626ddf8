/** CPU and memory of nodes over the last while, for small curves. */
import { useEffect, useState } from 'react';
import type { AppContext } from '#renderer/app/context.ts';
import { type NodeStats, useStats } from '#renderer/features/run/useStats.ts';
import type { Target } from '#shared/contract/common.ts';

export interface NodeHistory {
  readonly now: NodeStats;
  /** CPU in percent of one core, the oldest first. */
  readonly cpu: readonly number[];
}

const samplesKept = 30;

export type Histories = ReadonlyMap<string, NodeHistory>;

export function addSamples(histories: Histories, samples: ReadonlyMap<string, NodeStats>): Histories {
  return new Map(
    [...samples].map(([node, now]) => {
      const cpu = [...(histories.get(node)?.cpu ?? []), now.cpuPercent].slice(-samplesKept);
      return [node, { now, cpu }];
    }),
  );
}

/** The sum over some nodes; null when none of them was measured. */
export function sumHistories(histories: Histories, nodes: readonly string[]): NodeHistory | null {
  const measured = nodes.flatMap((node) => histories.get(node) ?? []);
  if (measured.length === 0) return null;
  const length = Math.min(...measured.map(({ cpu }) => cpu.length));
  const cpu = Array.from({ length }, (_, index) =>
    measured.reduce((sum, one) => sum + (one.cpu.at(index - length) ?? 0), 0),
  );
  const total = (of: keyof NodeStats): number => measured.reduce((sum, { now }) => sum + now[of], 0);
  return { now: { cpuPercent: total('cpuPercent'), memoryBytes: total('memoryBytes') }, cpu };
}

export function useHistories(app: AppContext, target: Target, isWanted: boolean): Histories {
  const samples = useStats(app, target, isWanted);
  const [histories, setHistories] = useState<Histories>(new Map());
  useEffect(() => setHistories((before) => addSamples(before, samples)), [samples]);
  return histories;
}
