import { chmod, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ServerStream } from '#shared/rpc/define.ts';
import { findServer } from './findServer.ts';
import { createLanguage, type Language, type ServerEnd } from './index.ts';

const smallServer = join(import.meta.dirname, 'testing/smallServer.ts');

let base: string;
let programs: string;
let project: string;
let language: Language;
let wanted = '';

beforeEach(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'nxc-language-')));
  programs = join(base, 'bin');
  project = join(base, 'lab');
  wanted = '';
  await mkdir(programs);
  await mkdir(project);
  await writeFile(join(project, 'nxc.json'), '{}');
  language = createLanguage({ environment: environment(), wanted: async () => wanted });
});

afterEach(async () => {
  await language.close();
  await rm(base, { recursive: true, force: true });
});

const environment = () => ({ PATH: programs, HOME: base });

async function install(
  name: string,
  script = `exec '${process.execPath}' '${smallServer}'`,
): Promise<string> {
  const program = join(programs, name);
  await writeFile(program, `#!/bin/sh\n${script}\n`);
  await chmod(program, 0o755);
  return program;
}

/** The engine's end of a duplex, whose other end is this test. */
function openStream() {
  const received: Uint8Array[] = [];
  const ended = Promise.withResolvers<ServerEnd>();
  let receive: (bytes: Uint8Array, consumed: () => void) => void = () => {};
  let close = (): void => {};
  const stream: ServerStream<ServerEnd> = {
    write: async (bytes) => void received.push(bytes),
    onData: (listener) => {
      receive = listener;
    },
    onClose: (listener) => {
      close = listener;
    },
    end: ended.resolve,
    fail: ended.reject,
  };
  return {
    stream,
    ended: ended.promise,
    text: () => Buffer.concat(received).toString(),
    send: (message: unknown) => {
      const body = JSON.stringify(message);
      receive(Buffer.from(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`), () => {});
    },
    close: () => close(),
  };
}

describe('the server', () => {
  test('is the one on the PATH, nixd before nil; none when there is none', async () => {
    expect(await language.server()).toBeNull();
    const nil = await install('nil');
    expect(await language.server()).toEqual({ name: 'nil', program: nil });
    await install('nixd');
    expect(await language.server()).toMatchObject({ name: 'nixd' });
  });

  test('is the one of the settings, by name or path, or none', async () => {
    await install('nixd');
    const own = await install('my-server');
    expect(await findServer('my-server', environment())).toEqual({ name: 'my-server', program: own });
    expect(await findServer(own, environment())).toMatchObject({ program: own });
    expect(await findServer('~/bin/my-server', environment())).toMatchObject({ program: own });
    expect(await findServer('none', environment())).toBeNull();
    await expect(findServer('/nowhere/nixd', environment())).rejects.toMatchObject({
      code: 'missing-program',
    });
    await expect(findServer('nowhere', environment())).rejects.toMatchObject({ code: 'missing-program' });
  });
});

describe('a connection', () => {
  test('passes bytes both ways, and ends with the server', async () => {
    await install('nixd');
    const { stream, ended, text, send } = openStream();
    const served = language.connect(project, stream);
    await expect
      .poll(() => {
        send({ jsonrpc: '2.0', id: 1, method: 'initialize', params: { rootUri: 'é' } });
        return text();
      })
      .toContain('"version":"é"');
    send({ jsonrpc: '2.0', method: 'exit' });
    expect(await ended).toEqual({ exitCode: 0, lastLines: [] });
    await served;
  });

  test('tells how the server ended, and what it said last', async () => {
    await install('nixd', 'pwd >&2; echo bad luck >&2; exit 7');
    const { stream, ended } = openStream();
    await language.connect(project, stream);
    expect(await ended).toEqual({ exitCode: 7, lastLines: [project, 'bad luck'] });
  });

  test('ends the server when the window goes away', async () => {
    await install('nixd');
    const { stream, ended, close } = openStream();
    const served = language.connect(project, stream);
    await expect.poll(() => close !== undefined).toBe(true);
    const closing = setInterval(close, 20);
    await served;
    clearInterval(closing);
    expect(await ended).toMatchObject({ exitCode: null });
  });

  test('cannot be made without a server, and with a program that is none', async () => {
    const { stream } = openStream();
    await expect(language.connect(project, stream)).rejects.toMatchObject({ code: 'missing-program' });
    await writeFile(join(programs, 'nixd'), '#!/nowhere/to/be/found\n');
    await chmod(join(programs, 'nixd'), 0o755);
    await expect(language.connect(project, openStream().stream)).rejects.toMatchObject({
      code: 'missing-program',
    });
  });
});
