/** Transfers with a folder of this machine in the place of the node. */
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { receiveFile, sendFile } from './transfers.ts';

let node: string;

beforeEach(async () => {
  node = await mkdtemp(join(tmpdir(), 'nxc-transfer-test-'));
});

afterEach(() => rm(node, { recursive: true }));

const copyTo = (source: string, destination: string) => cp(source, join(node, destination));

async function copyFrom(source: string, destination: string): Promise<void> {
  await cp(join(node, source), join(destination, 'copied'), { recursive: true });
}

/** Sends chunks as a caller does, and goes away afterwards if asked to. */
function caller<Outcome>(chunks: readonly Uint8Array[] = [], leaves = false) {
  const received: Uint8Array[] = [];
  let close = (): void => {};
  const ended = Promise.withResolvers<Outcome>();
  return {
    received: () => Buffer.concat(received),
    ended: ended.promise,
    stream: {
      onData(receive: (bytes: Uint8Array, consumed: () => void) => void) {
        for (const bytes of chunks) receive(bytes, () => {});
        if (leaves) queueMicrotask(() => close());
      },
      onClose(closed: () => void) {
        close = closed;
      },
      write: async (bytes: Uint8Array) => void received.push(bytes),
      end: ended.resolve,
      fail: ended.reject,
    },
  };
}

test('a file arrives whole, in pieces or empty', async () => {
  await mkdir(join(node, 'tmp'));
  const chunks = [Buffer.from('one '), Buffer.from('two')];
  const notes = caller<{ path: string }>(chunks);
  await receiveFile({ folder: '/tmp', name: 'notes.txt', size: 7 }, notes.stream, copyTo);
  expect(await notes.ended).toEqual({ path: '/tmp/notes.txt' });
  expect(await readFile(join(node, 'tmp/notes.txt'), 'utf8')).toBe('one two');

  const empty = caller<{ path: string }>();
  await receiveFile({ folder: '/tmp/', name: 'empty', size: 0 }, empty.stream, copyTo);
  expect(await empty.ended).toEqual({ path: '/tmp/empty' });
});

test('a file that does not come to its end is not on the node', async () => {
  const gone = caller<{ path: string }>([Buffer.from('one')], true);
  let copied = false;
  await receiveFile({ folder: '/tmp', name: 'notes.txt', size: 7 }, gone.stream, async () => {
    copied = true;
  });
  expect(copied).toBe(false);
});

test('a file of the node is sent, a folder is refused', async () => {
  await writeFile(join(node, 'log'), 'x'.repeat(200_000));
  const log = caller<{ size: number }>();
  await sendFile('log', log.stream, copyFrom);
  expect(await log.ended).toEqual({ size: 200_000 });
  expect(log.received().length).toBe(200_000);

  await mkdir(join(node, 'folder'));
  const folder = caller<{ size: number }>();
  await Promise.all([
    sendFile('folder', folder.stream, copyFrom),
    expect(folder.ended).rejects.toMatchObject({ code: 'unsupported' }),
  ]);
});
