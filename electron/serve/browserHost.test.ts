import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingHttpHeaders, type OutgoingHttpHeaders, request } from 'node:http';
import { connect as connectSocket, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { Channel } from '#shared/rpc/channel.ts';
import { createPageFiles } from '../pages/pageFiles.ts';
import { type BrowserHost, largestMessage, startBrowserHost } from './browserHost.ts';
import { addressPath } from './requests.ts';

let folder: string;
let host: BrowserHost;
const attached: Channel[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nxc-host-'));
  await mkdir(join(folder, 'pages'));
  await writeFile(join(folder, 'pages', 'index.html'), '<!doctype html>page');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  host = await startBrowserHost({
    port: 0,
    pages: createPageFiles(join(folder, 'pages')),
    attach(channel) {
      attached.push(channel);
      channel.onMessage((bytes) => channel.send(bytes));
    },
  });
});

afterAll(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

interface Response {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly address?: string;
}

/** A request as it is written here: nothing is normalised or followed. */
async function ask({
  path = '/',
  method = 'GET',
  headers = {},
  address = '127.0.0.1',
}: Asked): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  request({ host: address, port: host.port, path, method, headers, agent: false }, async (response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    resolve({
      status: response.statusCode ?? 0,
      headers: response.headers,
      body: Buffer.concat(chunks).toString(),
    });
  })
    .on('error', reject)
    .end();
  return promise;
}

const pathIn = (address: string): string => address.slice(address.indexOf('/', 'http://'.length));

/** The `Cookie` header of a browser that was let in. */
async function letIn(): Promise<string> {
  const { headers } = await ask({ path: pathIn(host.address(null)) });
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}

const own = () => `http://127.0.0.1:${host.port}`;

describe('a way in', () => {
  test('the printed address sets a cookie and leads to an address without the token', async () => {
    const answer = await ask({ path: pathIn(host.address('/home/ada/my project')) });
    expect(answer.status).toBe(303);
    expect(answer.headers.location).toBe('/#project=%2Fhome%2Fada%2Fmy%20project');
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      new RegExp(`^nxc-session-${host.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers['referrer-policy']).toBe('no-referrer');
  });

  test('the page is served as often as it is reloaded, in any number of tabs', async () => {
    const [first, second] = [await letIn(), await letIn()];
    for (const cookie of [first, second, first]) {
      const answer = await ask({ headers: { cookie } });
      expect(answer).toMatchObject({ status: 200, body: '<!doctype html>page' });
    }
  });

  test('what the browser has already is not sent again', async () => {
    const cookie = await letIn();
    const { headers } = await ask({ headers: { cookie } });
    const again = await ask({ headers: { cookie, 'if-none-match': headers.etag } });
    expect(again).toMatchObject({ status: 304, body: '' });
  });

  test('HEAD gets the headers alone', async () => {
    const answer = await ask({ method: 'HEAD', headers: { cookie: await letIn() } });
    expect(answer).toMatchObject({ status: 200, body: '' });
    expect(answer.headers['content-length']).toBe('19');
  });

  test('a visit from another site goes on from a page of ours, for the strict cookie to be sent', async () => {
    const answer = await ask({
      path: pathIn(host.address('/a"b&c')),
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers['set-cookie']).toHaveLength(1);
    expect(answer.body).toBe(
      '<!doctype html><meta http-equiv="refresh" content="0;url=/#project=%2Fa%22b%26c">',
    );
  });

  test('a used address opens nothing, unless the browser is in already', async () => {
    const path = pathIn(host.address(null));
    const { headers } = await ask({ path });
    const again = await ask({ path });
    expect(again.status).toBe(401);
    expect(again.headers['set-cookie']).toBeUndefined();
    expect(again.body).toContain('Run `nxc serve` again');
    const cookie = headers['set-cookie']?.[0]?.split(';')[0];
    expect(await ask({ path, headers: { cookie } })).toMatchObject({ status: 303 });
  });

  test('a program of the same user gets an address with the key', async () => {
    const answer = await ask({
      path: `${addressPath}?project=%2Fp`,
      headers: { authorization: `Bearer ${host.key}` },
    });
    const { address } = JSON.parse(answer.body) as { address: string };
    expect(address).toMatch(
      new RegExp(`^http://127\\.0\\.0\\.1:${host.port}/\\?token=[\\w-]{43}&project=%2Fp$`),
    );
    expect(await ask({ path: pathIn(address) })).toMatchObject({ status: 303 });
  });

  test.each([undefined, 'Bearer', 'Bearer wrong', 'Basic wrong'])('%s is no key', async (authorization) => {
    const headers = authorization === undefined ? {} : { authorization };
    expect(await ask({ path: addressPath, headers })).toMatchObject({ status: 401 });
  });
});

describe('refusals', () => {
  test.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost.evil.example', '127.0.0.1.nip.example'])(
    'a request for the host %s, as after DNS rebinding',
    async (name) => {
      const answer = await ask({ headers: { cookie: await letIn(), host: name } });
      expect(answer.status).toBe(403);
      expect(answer.body).toContain(`127.0.0.1:${host.port} only`);
      expect(answer.body).not.toContain('page');
    },
  );

  test.each(['localhost', '127.0.0.1', '[::1]'])('but not one for %s', async (name) => {
    const headers = { cookie: await letIn(), host: `${name}:${host.port}` };
    expect(await ask({ headers })).toMatchObject({ status: 200 });
  });

  test.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://localhost:1'])(
    'a request from the origin %s',
    async (origin) => {
      const answer = await ask({ headers: { cookie: await letIn(), origin } });
      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  test('a request from another port of this machine, which cookies take for the same site', async () => {
    const headers = { cookie: await letIn(), 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' };
    expect(await ask({ headers })).toMatchObject({ status: 403 });
  });

  test('a request without a cookie, or with one of another server', async () => {
    const cookie = (await letIn()).replace(String(host.port), '1');
    for (const headers of [{}, { cookie }, { cookie: `nxc-session-${host.port}=wrong` }]) {
      const answer = await ask({ headers });
      expect(answer.status).toBe(401);
      expect(answer.body).toContain('`nxc serve`');
    }
  });

  test.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH', 'TRACE'])('the method %s', async (method) => {
    const answer = await ask({ method, headers: { cookie: await letIn() } });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  test.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '//secret.txt',
    'http://evil.example/../secret.txt',
    '/index.html/../../secret.txt',
  ])('the path %s', async (path) => {
    const answer = await ask({ path, headers: { cookie: await letIn() } });
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain('secret');
  });

  test('whatever is not HTTP', async () => {
    const socket = connectSocket(host.port, '127.0.0.1');
    socket.end('\0\0garbage\r\n\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('400 Bad Request');
  });
});

describe('the WebSocket', () => {
  interface Attempt {
    readonly path?: string;
    readonly headers?: Record<string, string>;
    readonly origin?: string;
  }

  function dial({ path = '/engine', headers = {}, origin }: Attempt): WebSocket {
    return new WebSocket(`ws://127.0.0.1:${host.port}${path}`, {
      headers,
      ...(origin === undefined ? {} : { origin }),
    });
  }

  async function statusOf(attempt: Attempt): Promise<number> {
    const [, response] = (await once(dial(attempt), 'unexpected-response')) as [
      unknown,
      { statusCode: number },
    ];
    return response.statusCode;
  }

  test('carries messages for a page that was let in', async () => {
    const socket = dial({ headers: { Cookie: await letIn() }, origin: own() });
    await once(socket, 'open');
    socket.send(Uint8Array.of(1, 2, 3));
    const [data] = (await once(socket, 'message')) as [Buffer];
    expect([...data]).toEqual([1, 2, 3]);
    socket.close();
  });

  test('is refused to other hosts, origins and paths, and without a cookie', async () => {
    const Cookie = await letIn();
    const before = attached.length;
    expect(await statusOf({ headers: { Cookie, Host: 'evil.example' }, origin: own() })).toBe(403);
    expect(await statusOf({ headers: { Cookie }, origin: 'http://evil.example' })).toBe(403);
    expect(await statusOf({ headers: { Cookie }, origin: `http://localhost:${host.port}` })).toBe(403);
    expect(await statusOf({ headers: { Cookie }, origin: 'null' })).toBe(403);
    expect(await statusOf({ headers: { Cookie } })).toBe(403);
    expect(await statusOf({ headers: { Cookie }, origin: own(), path: '/' })).toBe(403);
    expect(await statusOf({ origin: own() })).toBe(401);
    expect(await statusOf({ headers: { Cookie: `nxc-session-${host.port}=x` }, origin: own() })).toBe(401);
    expect(attached).toHaveLength(before);
  });

  test('closes on a message that is too large, and the server lives on', async () => {
    const Cookie = await letIn();
    const socket = dial({ headers: { Cookie }, origin: own() });
    await once(socket, 'open');
    socket.send(new Uint8Array(largestMessage + 1));
    const [code] = (await once(socket, 'close')) as [number];
    expect(code).toBe(1009);
    expect(await ask({ headers: { cookie: Cookie } })).toMatchObject({ status: 200 });
  });
});

describe('listening', () => {
  test('happens on the loopback addresses alone', async () => {
    const socket = connectSocket(host.port, '127.0.0.2');
    const [error] = (await once(socket, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ECONNREFUSED');
  });

  test('on a port that is taken says so', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const starting = startBrowserHost({ port, pages: createPageFiles(folder), attach() {} });
    await expect(starting).rejects.toMatchObject({
      code: 'port-taken',
      message: expect.stringContaining(`${port}`),
    });
    other.close();
  });

  test('ends, with every channel, when the host is closed', async () => {
    const channels: Channel[] = [];
    const short = await startBrowserHost({
      port: 0,
      pages: createPageFiles(folder),
      attach: (channel) => channels.push(channel),
    });
    const answer = await fetch(short.address(null), { redirect: 'manual' });
    const Cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    const origin = `http://127.0.0.1:${short.port}`;
    const socket = new WebSocket(`ws://127.0.0.1:${short.port}/engine`, { headers: { Cookie }, origin });
    await once(socket, 'open');
    const closed = once(socket, 'close');
    await short.close();
    const [code] = (await closed) as [number];
    expect(code).toBe(1001);
    await new Promise<void>((resolve) => channels[0]?.onClose(resolve));
    await expect(fetch(origin)).rejects.toThrow();
  });
});
