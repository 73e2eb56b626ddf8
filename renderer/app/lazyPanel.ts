/**
 * Panels whose code is loaded after the first paint. Browsers give up every request under way when a network of the
 * machine changes, and starting nodes makes networks: so loading is tried again, and done before it is needed.
 */
import { type ComponentType, lazy } from 'react';
import type { PanelProps } from './panels.ts';

type Load = () => Promise<{ readonly default: ComponentType<PanelProps> }>;

/** Milliseconds before each further attempt. */
const pauses = [100, 400, 1500];

const waiting = new Set<Load>();

/** A panel's component, from a module's default export. */
export function lazyPanel(load: Load): ComponentType<PanelProps> {
  waiting.add(load);
  return lazy(() => loadPatiently(load));
}

/** Loads the code of all panels while there is nothing else to do. */
export async function loadPanelsWhenIdle(): Promise<void> {
  for (const load of waiting) {
    await new Promise<void>((resolve) => requestIdleCallback(() => resolve()));
    // One that cannot be loaded now says so when it is opened.
    await loadPatiently(load).catch(() => {});
  }
}

/** @throws what the last attempt threw */
export async function loadPatiently<Loaded>(
  load: () => Promise<Loaded>,
  pausesMs: readonly number[] = pauses,
): Promise<Loaded> {
  try {
    return await load();
  } catch (thrown) {
    const [pause, ...further] = pausesMs;
    if (pause === undefined) throw thrown;
    await new Promise((resolve) => setTimeout(resolve, pause));
    return loadPatiently(load, further);
  }
}
