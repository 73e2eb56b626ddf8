/** Shells on many nodes at once, on real shells of this machine. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createChannelBackend } from './channelBackend.ts';
import { createRequestHandler } from './requestHandler.ts';
import { createLocalNodes, type LocalNodes } from './testing/localNodes.ts';
import { createTimeline } from './timeline.ts';

const names = ['a', 'b', 'c', 'd', 'e'];
const target = { directory: '/', composition: 'composition', flavour: 'docker' } as const;
const never = new AbortController().signal;

let root: string;
let nodes: LocalNodes;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'nxc-channels-'));
  nodes = await createLocalNodes(root, names);
});

afterEach(() => rm(root, { recursive: true }));

/** Nodes of which none lets a shell in before all have been asked: who asks one after the other waits forever. */
function openingTogether(): LocalNodes {
  const all = Promise.withResolvers<void>();
  let asked = 0;
  return {
    ...nodes,
    async openChannel(node) {
      if (++asked === names.length) all.resolve();
      await all.promise;
      return nodes.openChannel(node);
    },
  };
}

test('a run opens the shells of all nodes at once, each one only', async () => {
  const backend = createChannelBackend(openingTogether(), target, names);
  backend.openShells();
  for (const node of names) {
    const { stdout } = await backend.execute(node, 'pwd', {});
    expect(stdout.toString().trim()).toBe(join(root, node));
  }
  expect(nodes.openShells()).toBe(names.length);
  await backend.close();
  expect(nodes.openShells()).toBe(0);
});

test('start_all() asks all nodes at once', async () => {
  const backend = createChannelBackend(openingTogether(), target, names);
  const folders = { project: root, output: root };
  const handler = createRequestHandler(backend, folders, () => createTimeline(() => {}), {
    script: async () => ({ name: '', source: '' }),
  });
  const request = { type: 'request', operation: 'connectAll', text: '', line: 1, timeout: 60 } as const;
  expect(await handler.handle(request, never)).toEqual({ outcome: 'value', value: null });
  await backend.close();
});

test('a shell that could not be opened in advance is opened when it is needed', async () => {
  let refusals = 1;
  const opening = vi.fn<LocalNodes['openChannel']>(async (node) => {
    if (refusals-- > 0) throw new Error('not yet');
    return nodes.openChannel(node);
  });
  const backend = createChannelBackend({ ...nodes, openChannel: opening }, target, ['a']);
  backend.openShells();
  await vi.waitFor(() => expect(opening.mock.settledResults).toHaveLength(1));
  await new Promise((resolve) => setImmediate(resolve));
  expect((await backend.execute('a', 'true', {})).exitCode).toBe(0);
  await backend.close();
});

test('closing while shells are being opened leaves none', async () => {
  const many = Array.from({ length: 20 }, (_, index) => `node${index}`);
  nodes = await createLocalNodes(root, many);
  const backend = createChannelBackend(nodes, target, many);
  backend.openShells();
  await backend.close();
  // What was still waiting for its turn must not begin now.
  await new Promise((resolve) => setImmediate(resolve));
  expect(nodes.openShells()).toBe(0);
});
