/** Deployments of one role, by our engine. */
import { join } from 'node:path';
import type { Flavour } from '#engine/flavours/flavour.ts';
import type { Target } from '#shared/contract/common.ts';

export interface VmBench {
  readonly flavour: Flavour;
  readonly home: string;
  readonly directories: { readonly state: string; readonly cache: string };
  readonly composeInfo: string;
}

/** The tutorial's, which has a service. */
export const role = 'server';

const work = { signal: new AbortController().signal, report: () => undefined };

export function targetOf({ home }: VmBench): Target {
  return { directory: join(home, 'project'), composition: 'composition', flavour: 'vm' };
}

/** @returns milliseconds until all nodes' services are up */
export async function start(bench: VmBench, count: number): Promise<number> {
  const nodes = Array.from({ length: count }, (_, index) => ({ name: `node${index + 1}`, role }));
  const began = performance.now();
  await bench.flavour.start(
    { target: targetOf(bench), composeInfo: bench.composeInfo, nodes, reuse: false, anyway: true },
    work,
  );
  return performance.now() - began;
}

export async function stop(bench: VmBench): Promise<void> {
  await bench.flavour.stop(targetOf(bench), work);
}
