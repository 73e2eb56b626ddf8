import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { ByteStream } from '#shared/rpc/define.ts';
import { testFiles } from '../testing/testFiles.ts';
import { createFollowedTexts } from './followedTexts.ts';
import type { ServerDiagnostic } from './protocol.ts';
import { openSession, type ServerSession } from './serverSession.ts';

/** A real language server of our own: see its head for what it does. */
const program = join(import.meta.dirname, '../../../../electron/engine/language/testing/smallServer.ts');
const directory = '/lab/with space é';

const sessions: ServerSession[] = [];
afterEach(() => {
  for (const session of sessions.splice(0)) session.close();
});

/** The process as the engine's duplex hands it to a window. */
function start(words: readonly string[] = [program]): ByteStream<number | null> {
  const child = spawn(process.execPath, [...words], { stdio: ['pipe', 'pipe', 'ignore'] });
  child.stdin.on('error', () => {});
  return {
    write: async (bytes) => void child.stdin.write(bytes),
    onData: (receive) => void child.stdout.on('data', (bytes: Buffer) => receive(bytes, () => {})),
    closed: new Promise((resolve) => child.on('close', resolve)),
    close: () => child.kill(),
  };
}

async function open() {
  const found = new Map<string, readonly ServerDiagnostic[]>();
  const stream = start();
  const session = await openSession(stream, {
    directory,
    onDiagnostics: (path, diagnostics) => found.set(path, diagnostics),
  });
  sessions.push(session);
  return { session, stream, found };
}

const at = { line: 1, character: 0 };

describe('a language server', () => {
  test('completes, explains and finds definitions in the text as it is', async () => {
    const { session } = await open();
    session.opened('a.nix', 'abc');
    session.changed('a.nix', 'abcdef');
    const { offers, isIncomplete } = await session.completion('a.nix', at);
    expect(isIncomplete).toBe(false);
    expect(offers.map(({ label }) => label)).toEqual(['enable', 'line1', 'of 6 letters']);
    expect(offers[1]).toMatchObject({
      kind: 10,
      detail: 'from the server',
      text: '**bold**',
      insert: 'line1',
    });
    expect(await session.hover('a.nix', at)).toBe('Line 1 of the server');
    expect(await session.hover('a.nix', { line: 0, character: 0 })).toBeNull();
    expect(await session.definition('a.nix', at)).toMatchObject([
      { range: { start: { line: 0, character: 2 } } },
    ]);
  });

  test('tells what is wrong, by the path in the project; hints are left out', async () => {
    const { session, found } = await open();
    session.opened('roles/a.nix', 'fine\nit is wrong\nodd, and hinted');
    await expect
      .poll(() => found.get('roles/a.nix'))
      .toEqual([
        {
          range: { start: { line: 1, character: 6 }, end: { line: 1, character: 11 } },
          message: 'This is wrong.',
          severity: 'error',
        },
        expect.objectContaining({ message: 'This is odd.', severity: 'warning' }),
      ]);
  });

  test('is told of every open text, and of what is typed', async () => {
    const { session, found } = await open();
    const { files } = await testFiles({ 'a.nix': 'odd', 'b.txt': 'odd' });
    const texts = createFollowedTexts(files);
    const a = await files.open('a.nix');
    await files.open('b.txt');
    texts.follow(session);
    await expect.poll(() => found.get('a.nix')).toHaveLength(1);
    a.buffer.replace('good');
    texts.flush();
    await expect.poll(() => found.get('a.nix')).toEqual([]);
    expect(found.has('b.txt')).toBe(false);
    texts.follow(null);
  });

  test('that dies fails what is asked of it, and says so by its end', async () => {
    const { session, stream } = await open();
    session.opened('a.nix', 'die');
    await expect(session.hover('a.nix', at)).rejects.toThrow();
    expect(await stream.closed).toBe(3);
  });

  test('that never says hello is not waited for after its end', async () => {
    await expect(
      openSession(start(['-e', 'process.exit(0)']), { directory, onDiagnostics: () => {} }),
    ).rejects.toThrow('The language server ended.');
  });

  test('ends when it is let go of', async () => {
    const { session, stream } = await open();
    session.close();
    await stream.closed;
  });
});
