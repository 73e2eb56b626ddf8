/** A backend over the persistent shells that a flavour offers, one a node. */
import { text } from 'node:stream/consumers';
import { forEachConcurrently } from '../flavours/concurrently.ts';
import type { Flavour, NodeChannel, NodeReference } from '../flavours/flavour.ts';
import type { NodeBackend } from './nodeBackend.ts';
import { quote } from './shellWords.ts';

/** What is needed of a flavour; a `Flavour` fits. */
export type ChannelSource = Pick<
  Flavour,
  'openChannel' | 'logs' | 'copyTo' | 'copyFrom' | 'find' | 'machines'
>;

export interface BackendOptions {
  /** Who commands are run as; root when left out. */
  readonly user?: string | undefined;
}

/** A shell that is asked more than this long whether it answers counts as down, in milliseconds. */
const answerTimeout = 5000;

/** Shells that are opened at the same time before anybody asked for them. */
const openedTogether = 8;

/** In these states of a node nothing runs on it. */
const offStates: ReadonlySet<string> = new Set(['exited', 'failed', 'absent']);

interface OpenShell {
  readonly channel: NodeChannel;
  /** What makes its commands strict; shells differ in what they have. */
  readonly prelude: string;
}

export function createChannelBackend(
  source: ChannelSource,
  target: NodeReference['target'],
  nodes: readonly string[],
  { user }: BackendOptions = {},
): NodeBackend {
  const shells = new Map<string, Promise<OpenShell>>();
  let closed = false;
  const reference = (node: string): NodeReference => ({ target, node });

  async function open(node: string): Promise<OpenShell> {
    const channel = await source.openChannel(reference(node));
    const probe = await channel.run('(set -o pipefail) 2>/dev/null', { timeoutMs: answerTimeout });
    return { channel, prelude: probe.exitCode === 0 ? 'set -euo pipefail\n' : 'set -eu\n' };
  }

  /** Another user has a shell of its own, of which nothing is known but that it is one. */
  const asUser = (command: string): string =>
    user === undefined ? command : `su -s /bin/sh ${quote(user)} -c ${quote(`set -eu\n${command}`)}`;

  function shell(node: string): Promise<OpenShell> {
    const known = shells.get(node);
    if (known !== undefined) return known;
    const opening = open(node);
    shells.set(node, opening);
    opening.catch(() => shells.delete(node));
    return opening;
  }

  async function forget(node: string): Promise<void> {
    const old = shells.get(node);
    shells.delete(node);
    const channel = (await old?.catch(() => undefined))?.channel;
    await channel?.close().catch(() => {});
  }

  const { machines } = source;
  return {
    nodes,
    machines: machines === undefined ? undefined : { controls: machines, reference },
    forget,
    async isOff(node) {
      const found = await source.find(target.directory);
      const deployment = found.find(
        (candidate) =>
          candidate.target.composition === target.composition && candidate.target.flavour === target.flavour,
      );
      const state = deployment?.nodes.find(({ name }) => name === node)?.status.state;
      return state === undefined || offStates.has(state);
    },
    openShells() {
      void forEachConcurrently(nodes, openedTogether, async (node) => {
        // What goes wrong is told to the call that needs the shell: it tries again.
        if (!closed) await shell(node).catch(() => {});
      });
    },
    async execute(node, command, options) {
      const { channel, prelude } = await shell(node);
      try {
        return await channel.run(prelude + asUser(command), options);
      } catch (error) {
        // Whether the shell survived a killed command is its own affair; a new one surely works.
        await forget(node);
        throw error;
      }
    },
    async isUp(node, signal) {
      try {
        const { channel } = await shell(node);
        await channel.run('true', { timeoutMs: answerTimeout, signal });
        return true;
      } catch {
        await forget(node);
        return false;
      }
    },
    console: (node) => source.logs(reference(node), { follow: true }),
    consoleFromNow: (node) => source.logs(reference(node), { follow: true, tailLines: 0 }),
    consoleTail: async (node, lines) =>
      text(await source.logs(reference(node), { follow: false, tailLines: lines })),
    copyTo: (node, from, to) => source.copyTo(reference(node), from, to),
    copyFrom: (node, from, to) => source.copyFrom(reference(node), from, to),
    async close() {
      closed = true;
      await Promise.all([...shells.keys()].map(forget));
    },
  };
}
