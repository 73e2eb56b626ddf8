/** Keeping a copy of the engine's state: subscribe first, then take the snapshot, and take it again when needed. */
import type { EngineConnection } from '#renderer/platform/connect.ts';

interface Event<Payload> {
  subscribe(listener: (payload: Payload) => void): Promise<() => void>;
}

export interface Following<Payload, Snapshot> {
  readonly event: Event<Payload>;
  readonly snapshot: () => Promise<Snapshot>;
  readonly onSnapshot: (snapshot: Snapshot) => void;
  /** Events that came while the snapshot was under way are applied after it. */
  readonly onEvent: (payload: Payload) => void;
  readonly onError: (thrown: unknown) => void;
}

export interface Follower {
  /** Takes the snapshot anew, e.g. because an event did not fit the copy. */
  refresh(): void;
  stop(): void;
}

/** Follows one piece of the engine's state over lost connections. */
export function follow<Payload, Snapshot>(
  connection: Pick<EngineConnection, 'onResumed'>,
  { event, snapshot, onSnapshot, onEvent, onError }: Following<Payload, Snapshot>,
): Follower {
  let stopped = false;
  let unsubscribe: (() => void) | undefined;
  /** Events held back while a snapshot is taken; `null` when none is. */
  let held: Payload[] | null = [];
  let round = 0;

  async function take(): Promise<void> {
    const mine = ++round;
    held ??= [];
    try {
      const taken = await snapshot();
      if (stopped || mine !== round) return;
      onSnapshot(taken);
    } catch (thrown) {
      if (stopped || mine !== round) return;
      onError(thrown);
    }
    const late = held ?? [];
    held = null;
    for (const payload of late) onEvent(payload);
  }

  async function begin(): Promise<void> {
    try {
      const stop = await event.subscribe((payload) => {
        if (stopped) return;
        if (held === null) onEvent(payload);
        else held.push(payload);
      });
      if (stopped) stop();
      else unsubscribe = stop;
    } catch (thrown) {
      if (!stopped) onError(thrown);
      return;
    }
    await take();
  }

  void begin();
  const stopResuming = connection.onResumed(() => void (unsubscribe === undefined ? begin() : take()));
  return {
    refresh: () => void take(),
    stop() {
      stopped = true;
      unsubscribe?.();
      stopResuming();
    },
  };
}
