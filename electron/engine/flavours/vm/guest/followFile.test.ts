import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { followFile, startOfLastLines } from './followFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'nxc-follow-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'log');

test('the last lines are those that `tail` would print', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'é', ' ') })),
      fc.boolean(),
      fc.integer({ min: 1, max: 5 }),
      async (lines, isClosed, count) => {
        const text = lines.join('\n') + (isClosed && lines.length > 0 ? '\n' : '');
        writeFileSync(file, text);
        const start = await startOfLastLines(file, count);
        const tail = Buffer.from(text).subarray(start).toString();
        const all = text.endsWith('\n') ? text.slice(0, -1).split('\n') : text.split('\n');
        const expected = all.slice(-count).join('\n') + (text.endsWith('\n') ? '\n' : '');
        expect(tail).toBe(expected);
      },
    ),
  );
});

test('what is appended is read while somebody writes, and it ends when nobody does', async () => {
  writeFileSync(file, 'one\n');
  let isGrowing = true;
  const stream = await followFile(file, { from: 0, isGrowing: async () => isGrowing });
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  const text = () => Buffer.concat(chunks).toString();
  await expect.poll(text).toBe('one\n');
  appendFileSync(file, 'two\n');
  await expect.poll(text).toBe('one\ntwo\n');
  isGrowing = false;
  appendFileSync(file, 'last\n');
  await new Promise((resolve) => stream.on('end', resolve));
  expect(text()).toBe('one\ntwo\nlast\n');
});

test('closing it ends it at once, also while it waits', async () => {
  writeFileSync(file, '');
  const stream = await followFile(file, { from: 0, isGrowing: async () => true });
  stream.resume();
  const closed = new Promise((resolve) => stream.on('close', resolve));
  stream.destroy();
  await closed;
});
