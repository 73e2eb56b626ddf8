/**
 * A connection that outlives its channels. Its client stays the same object: when a channel closes, another one is
 * opened with growing pauses, subscriptions are made again, and whoever holds a copy of the engine's state is told to
 * take a new one.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { AppError, toAppError } from '#shared/errors.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import { type Connection, connect } from '#shared/rpc/client.ts';
import type { CallOptions, Client, Contract } from '#shared/rpc/define.ts';

export type ConnectionState =
  | { readonly state: 'connecting' }
  | { readonly state: 'connected' }
  /** `attempt` counts from 1; `retryAt` is milliseconds since the epoch, `null` while trying. */
  | {
      readonly state: 'lost';
      readonly reason: AppError;
      readonly attempt: number;
      readonly retryAt: number | null;
    };

export interface LastingConnection<C extends Contract> {
  readonly client: Client<C>;
  readonly status: StoreApi<ConnectionState>;
  /** Called each time after a lost connection is back and its subscriptions stand again. */
  onResumed(listener: () => void): () => void;
  /** Tries again now instead of waiting. */
  retryNow(): void;
}

export interface LastingOptions {
  openChannel(): Promise<Channel>;
  /** Milliseconds before the given attempt (from 1 on). */
  readonly pause?: (attempt: number) => number;
}

/** Half a second, doubling, at most ten: soon enough for a restart, rare enough for a night. */
export const defaultPause = (attempt: number): number => Math.min(500 * 2 ** (attempt - 1), 10_000);

interface Subscription {
  readonly area: string;
  readonly name: string;
  readonly listener: (payload: unknown) => void;
  stop: (() => void) | undefined;
}

type AnyMember = ((input: unknown, options?: CallOptions) => Promise<unknown>) & {
  subscribe(listener: (payload: unknown) => void): Promise<() => void>;
};

export function createLastingConnection<C extends Contract>(
  contract: C,
  { openChannel, pause = defaultPause }: LastingOptions,
): LastingConnection<C> {
  const status = createStore<ConnectionState>(() => ({ state: 'connecting' }));
  const subscriptions = new Set<Subscription>();
  const resumed = new Set<() => void>();
  let current: Connection<C> | undefined;
  const firstConnection = Promise.withResolvers<void>();
  let wake: (() => void) | undefined;

  const memberOf = (connection: Connection<C>, area: string, name: string): AnyMember =>
    connection.client[area]?.[name] as AnyMember;

  /** Before the first connection calls wait for it; afterwards a lost connection is said at once. */
  async function connected(): Promise<Connection<C>> {
    await firstConnection.promise;
    if (current !== undefined) return current;
    const now = status.getState();
    throw now.state === 'lost' ? now.reason : closedHere();
  }

  async function subscribe(area: string, name: string, listener: (payload: unknown) => void) {
    const subscription: Subscription = { area, name, listener, stop: undefined };
    await firstConnection.promise;
    subscriptions.add(subscription);
    try {
      if (current !== undefined) subscription.stop = await memberOf(current, area, name).subscribe(listener);
    } catch (thrown) {
      // The next connection makes it, as it does all others.
      if (toAppError(thrown).code !== 'connection-lost') {
        subscriptions.delete(subscription);
        throw thrown;
      }
    }
    return () => {
      subscriptions.delete(subscription);
      subscription.stop?.();
    };
  }

  async function resume(connection: Connection<C>): Promise<void> {
    for (const subscription of subscriptions) {
      const member = memberOf(connection, subscription.area, subscription.name);
      subscription.stop = await member.subscribe(subscription.listener);
    }
  }

  async function keepConnected(): Promise<never> {
    for (let attempt = 1, first = true; ; ) {
      let reason: AppError;
      try {
        const connection = connect(contract, await openChannel());
        await resume(connection);
        current = connection;
        attempt = 1;
        status.setState({ state: 'connected' }, true);
        firstConnection.resolve();
        if (!first) for (const listener of resumed) listener();
        first = false;
        reason = (await connection.closed) ?? closedHere();
      } catch (thrown) {
        reason = toAppError(thrown);
      }
      current = undefined;
      const milliseconds = pause(attempt);
      status.setState({ state: 'lost', reason, attempt, retryAt: Date.now() + milliseconds }, true);
      await new Promise<void>((done) => {
        const timer = setTimeout(done, milliseconds);
        wake = () => {
          clearTimeout(timer);
          done();
        };
      });
      status.setState({ state: 'lost', reason, attempt, retryAt: null }, true);
      attempt += 1;
    }
  }

  void keepConnected();

  const client = Object.fromEntries(
    Object.entries(contract).map(([area, members]) => [
      area,
      Object.fromEntries(
        Object.entries(members).map(([name, member]) => [
          name,
          member.kind === 'event'
            ? { subscribe: (listener: (payload: unknown) => void) => subscribe(area, name, listener) }
            : async (input: unknown, options?: CallOptions) =>
                memberOf(await connected(), area, name)(input, options),
        ]),
      ),
    ]),
  ) as Client<C>;

  return {
    client,
    status,
    onResumed(listener) {
      resumed.add(listener);
      return () => resumed.delete(listener);
    },
    retryNow: () => wake?.(),
  };
}

function closedHere(): AppError {
  return new AppError('connection-lost', 'The connection to the engine was closed.', { retryable: true });
}
