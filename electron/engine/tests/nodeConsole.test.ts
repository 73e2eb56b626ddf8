import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { createNodeConsole } from './nodeConsole.ts';

const never = new AbortController().signal;

test('lines are whole, whatever the chunks, and reading goes on where it stopped', async () => {
  const stream = new PassThrough();
  const console = createNodeConsole(stream);
  const bytes = Buffer.from('grüße\r\nzwei\n');
  for (const byte of bytes) stream.write(Buffer.of(byte));
  await new Promise(setImmediate);
  const first = await console.read(0, 0, never);
  expect(first.lines).toEqual(['grüße', 'zwei']);
  const waiting = console.read(first.position, 10_000, never);
  stream.write('drei\nlogin: ');
  expect(await waiting).toMatchObject({ lines: ['drei'], open: ['login: '] });
  expect(console.hasEnded()).toBe(false);
  stream.destroy();
  await new Promise(setImmediate);
  expect(console.hasEnded()).toBe(true);
});

test('silence ends a wait without lines, and so does a signal with an error', async () => {
  const console = createNodeConsole(new PassThrough());
  expect(await console.read(0, 20, never)).toEqual({ lines: [], open: [], position: 0 });
  await expect(console.read(0, 10_000, AbortSignal.abort())).rejects.toThrow();
});
