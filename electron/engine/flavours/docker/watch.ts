/** Live states of nodes, from Docker's event stream. */
import type { Target } from '#shared/contract/common.ts';
import type { DeployedNode } from '#shared/contract/deployments.ts';
import type { DockerClient } from './api/client.ts';
import type { EventMessage } from './api/types.ts';
import { label, targetOfWorkingDirectory } from './identity.ts';

/** Events come in bursts (create, attach, start …): one look at the state answers for all of a burst. */
const gatherMs = 25;
const firstRetryMs = 250;
const longestRetryMs = 10_000;

/** Actions that change what is known of a node; `exec_…` and the like are told too, and do not. */
const relevant = new Set([
  'create',
  'start',
  'die',
  'kill',
  'stop',
  'pause',
  'unpause',
  'restart',
  'destroy',
  'rename',
  'oom',
]);

/**
 * Watches until it is told to stop. When the daemon goes, the stream is opened again with growing pauses, and
 * everything is looked at anew: nothing that happened meanwhile is missed.
 *
 * @param look reads the nodes of a deployment, or of every deployment that exists
 */
export function watchDeployments(
  docker: DockerClient,
  look: (target?: Target) => Promise<readonly { target: Target; nodes: readonly DeployedNode[] }[]>,
  changed: (target: Target, nodes: readonly DeployedNode[]) => void,
): () => void {
  const abort = new AbortController();
  const known = new Map<string, Target>();
  const touched = new Map<string, Target>();
  const ended = new Set<string>();
  let gathering: NodeJS.Timeout | undefined;
  let retryMs = firstRetryMs;

  async function tell(targets: readonly Target[]): Promise<void> {
    for (const target of targets) {
      // A look that fails means that the daemon is gone; the next connection looks at everything.
      const found = await look(target).catch(() => undefined);
      if (found === undefined || abort.signal.aborted) return;
      const nodes = found[0]?.nodes ?? [];
      if (nodes.length === 0) known.delete(keyOf(target));
      else known.set(keyOf(target), target);
      changed(target, nodes);
    }
  }

  /** Docker tells an end before its list knows of it; looking at the container itself waits for that. */
  async function settled(containers: readonly string[]): Promise<void> {
    await Promise.allSettled(containers.map((identifier) => docker.getContainer(identifier).inspect()));
  }

  function receive(event: EventMessage): void {
    if (!relevant.has(event.Action)) return;
    const target = targetOfWorkingDirectory(event.Actor.Attributes[label.workingDirectory] ?? '');
    if (target === undefined) return;
    touched.set(keyOf(target), target);
    if (event.Action === 'die') ended.add(event.Actor.ID);
    gathering ??= setTimeout(() => {
      gathering = undefined;
      const targets = [...touched.values()];
      const containers = [...ended];
      touched.clear();
      ended.clear();
      void settled(containers).then(() => tell(targets));
    }, gatherMs);
  }

  async function follow(): Promise<void> {
    const events = await docker.getEvents({
      filters: { type: ['container'], label: [label.workingDirectory] },
      abortSignal: abort.signal,
    });
    retryMs = firstRetryMs;
    const present = await look();
    for (const { target } of present) known.set(keyOf(target), target);
    void tell([...known.values()]);
    let rest = '';
    events.setEncoding('utf8');
    for await (const chunk of events) {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') receive(JSON.parse(line) as EventMessage);
    }
  }

  async function keepFollowing(): Promise<void> {
    while (!abort.signal.aborted) {
      // Why it ended does not matter here: whoever calls the daemon next is told.
      await follow().catch(() => undefined);
      await pause(retryMs, abort.signal);
      retryMs = Math.min(longestRetryMs, retryMs * 2);
    }
  }

  void keepFollowing();
  return () => {
    abort.abort();
    clearTimeout(gathering);
  };
}

function keyOf(target: Target): string {
  return `${target.directory}\0${target.composition}`;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
