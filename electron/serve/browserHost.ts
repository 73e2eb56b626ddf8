/** The renderer and the contract over loopback HTTP. What may talk to it is in `hostRules.ts` and `access.ts`. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { enginePath } from '#shared/hosting.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import { webSocketChannel } from '#transports/webSocket.ts';
import type { PageFiles } from '../pages/pageFiles.ts';
import { createAccess } from './access.ts';
import { freshAnswer, writeAnswer } from './answer.ts';
import { type Refusal, refuseUpgrade } from './hostRules.ts';
import { listenOnLoopback } from './listen.ts';
import {
  addressOf,
  answerRequest,
  factsOf,
  hasSession,
  issueAddress,
  noSession,
  type Site,
} from './requests.ts';

/** Bytes of one message; the contract's own are far smaller, the largest being a file that is saved. */
export const largestMessage = 16 * 1024 * 1024;

/** Close code of a server that goes away (RFC 6455, section 7.4.1). */
const goingAway = 1001;

/** Time that pages have to answer a goodbye, milliseconds. */
const goodbyeMs = 1000;

export interface BrowserHostOptions {
  /** 0 for any that is free. */
  readonly port: number;
  readonly pages: PageFiles;
  /** Serves the contract over the channel of one page. */
  attach(channel: Channel): void;
}

export interface BrowserHost {
  readonly port: number;
  /** What programs of the same user show to be given an address. */
  readonly key: string;
  /**
   * An address that opens the page once, within some minutes.
   *
   * @param project absolute path of the project to open
   */
  address(project: string | null): string;
  /** Closes every page's channel and stops listening. */
  close(): Promise<void>;
}

/**
 * Starts to listen on the loopback addresses.
 *
 * @throws AppError `port-taken` or `permission-denied`
 */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: largestMessage,
    perMessageDeflate: false,
  });
  const { port, servers } = await listenOnLoopback(options.port, createServer);
  const site: Site = { port, access: createAccess(), pages: options.pages };

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // An error of a socket that nobody listens to would end the process.
    socket.on('error', () => {});
    const refusal = refuseChannel(site, request);
    if (refusal !== null) refuseSocket(refusal, socket);
    else {
      sockets.handleUpgrade(request, socket, head, (webSocket) =>
        options.attach(webSocketChannel(webSocket)),
      );
    }
  }

  for (const server of servers) {
    server.on('request', (request, response) => void respond(site, request, response));
    server.on('upgrade', upgrade);
  }

  return {
    port,
    key: site.access.key,
    address: (project) => issueAddress(site, project),
    async close() {
      for (const client of sockets.clients) client.close(goingAway, 'The server was stopped.');
      const impatience = setTimeout(() => {
        for (const client of sockets.clients) client.terminate();
      }, goodbyeMs);
      await Promise.all(servers.map(closeServer));
      clearTimeout(impatience);
    },
  };
}

async function respond(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    writeAnswer(await answerRequest(site, request), request.method, response);
  } catch (error) {
    console.error(`${request.method} ${addressOf(request).path} failed:`, error);
    const message = 'The server could not read one of its own files. Its output says more.\n';
    writeAnswer(freshAnswer(500, 'text/plain', message), request.method, response);
  }
}

function refuseChannel(site: Site, request: IncomingMessage): Refusal | null {
  const refusal = refuseUpgrade(factsOf(request), site.port);
  if (refusal !== null) return refusal;
  if (addressOf(request).path !== enginePath) return { status: 403, message: 'Nothing is connected here.' };
  return hasSession(site, request) ? null : noSession;
}

function refuseSocket({ status, message }: Refusal, socket: Duplex): void {
  const lines = [
    `HTTP/1.1 ${status} Refused`,
    'Content-Type: text/plain; charset=utf-8',
    'Connection: close',
    '',
    `${message}\n`,
  ];
  socket.end(lines.join('\r\n'));
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
