/** Keeps shells open on nodes between commands. */
import type {
  CommandOptions,
  CommandOutcome,
  Flavour,
  NodeChannel,
  NodeReference,
} from '../flavours/flavour.ts';
import { endsWithin } from '../platform/patience.ts';
import { keyOfTarget } from './targets.ts';

/** Idle shells kept per node: a second command at the same time gets one of its own, and most come alone. */
const idlePerNode = 2;

/** How long an engine that ends waits for nodes that do not answer. */
const closeLimitMs = 5_000;

export interface ChannelPool {
  /** Runs a command on a shell that is free, or on a new one. Commands at the same time do not wait for each other. */
  run(
    flavour: Flavour,
    node: NodeReference,
    command: string,
    options?: CommandOptions,
  ): Promise<CommandOutcome>;
  /** Closes the shells of nodes that are gone, or all of a deployment's. */
  drop(target: NodeReference['target'], isGone?: (node: string) => boolean): void;
  /** Resolves when every idle shell has ended, or its node did not answer for some seconds. */
  close(): Promise<void>;
}

interface IdleChannels {
  readonly reference: NodeReference;
  readonly channels: NodeChannel[];
}

export function createChannelPool(): ChannelPool {
  const idle = new Map<string, IdleChannels>();
  /** Counts how often a deployment's shells were dropped: one that is in use meanwhile is not taken back. */
  const generations = new Map<string, number>();

  function keyOf({ target, node }: NodeReference): string {
    return `${keyOfTarget(target)}\0${node}`;
  }

  function closeQuietly(channel: NodeChannel): void {
    // Its node may be gone; then so is the shell.
    channel.close().catch(() => undefined);
  }

  function giveBack(reference: NodeReference, channel: NodeChannel, generation: number): void {
    const key = keyOf(reference);
    const entry = idle.get(key) ?? { reference, channels: [] };
    if ((generations.get(key) ?? 0) !== generation || entry.channels.length >= idlePerNode) {
      closeQuietly(channel);
      return;
    }
    entry.channels.push(channel);
    idle.set(key, entry);
  }

  return {
    async run(flavour, reference, command, options) {
      const key = keyOf(reference);
      const generation = generations.get(key) ?? 0;
      const kept = idle.get(key)?.channels.pop();
      const channel = kept ?? (await flavour.openChannel(reference));
      try {
        const outcome = await channel.run(command, options);
        giveBack(reference, channel, generation);
        return outcome;
      } catch (error) {
        closeQuietly(channel);
        throw error;
      }
    },
    drop(target, isGone = () => true) {
      for (const [key, { reference, channels }] of idle) {
        if (keyOfTarget(reference.target) !== keyOfTarget(target) || !isGone(reference.node)) continue;
        generations.set(key, (generations.get(key) ?? 0) + 1);
        idle.delete(key);
        channels.forEach(closeQuietly);
      }
    },
    async close() {
      const all = [...idle.values()].flatMap(({ channels }) => channels);
      idle.clear();
      await endsWithin(closeLimitMs, Promise.allSettled(all.map((channel) => channel.close())));
    },
  };
}
