/**
 * The Docker Engine API over its Unix socket: just the HTTP that the flavour needs. Why not a library:
 * docs/decisions/0004-docker-api-client.md.
 */
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';

/** Query values that are objects are sent as JSON, as the API wants its filters. */
type QueryValue = string | number | boolean | undefined | Readonly<Record<string, unknown>>;

export interface DockerRequest {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, QueryValue>>;
  /** Sent as JSON, or as it comes if it is a stream. */
  readonly body?: Readonly<Record<string, unknown>> | Readable;
  readonly signal?: AbortSignal;
}

/** The daemon answered, and refused. */
export class DockerRefusal extends Error {
  override readonly name = 'DockerRefusal';
  readonly status: number;
  readonly request: string;

  constructor(status: number, message: string, request: string) {
    super(message);
    this.status = status;
    this.request = request;
  }
}

export interface DockerClient {
  readonly socketPath: string;
  /** The decoded answer; `undefined` if it is empty. The type is the caller's knowledge of the API. */
  call<Answer>(request: DockerRequest): Promise<Answer>;
  /** The answer as it arrives. Destroying it ends the request. */
  stream(request: DockerRequest): Promise<IncomingMessage>;
  /** A connection whose two directions the daemon gives over to a process in a container. */
  hijack(request: DockerRequest): Promise<Socket>;
}

/** A client for one socket. Nothing is sent before the first call. */
export function createDockerClient(socketPath: string): DockerClient {
  // Connections are kept between calls but never keep the process alive.
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 16 });

  async function call<Answer>(request: DockerRequest): Promise<Answer> {
    const response = await open(request, agent);
    const text = (await readAll(response)).toString('utf8');
    return (text.trim() === '' ? undefined : JSON.parse(text)) as Answer;
  }

  async function open(request: DockerRequest, connections: Agent | false): Promise<IncomingMessage> {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = send(request, connections, {});
      outgoing.on('response', resolve);
      outgoing.on('error', reject);
    });
    if (isRefusal(response)) throw await refusal(response, request);
    return response;
  }

  function hijack(request: DockerRequest): Promise<Socket> {
    return new Promise<Socket>((resolve, reject) => {
      const outgoing = send(request, false, { connection: 'Upgrade', upgrade: 'tcp' });
      outgoing.on('upgrade', (_response, socket: Socket, head: Buffer) => {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
      });
      outgoing.on('response', (response) => {
        refusal(response, request).then(reject, reject);
      });
      outgoing.on('error', reject);
    });
  }

  function send(request: DockerRequest, connections: Agent | false, headers: Record<string, string>) {
    const { method = 'GET', path, query = {}, body, signal } = request;
    const json = body !== undefined && !isStream(body) ? Buffer.from(JSON.stringify(body)) : undefined;
    const outgoing = httpRequest({
      socketPath,
      agent: connections,
      method,
      // Without a version in the path the daemon speaks its own: no daemon is too old or too new for the request.
      path: path + encodeQuery(query),
      headers: {
        host: 'docker',
        ...headers,
        ...(json === undefined ? {} : { 'content-type': 'application/json', 'content-length': json.length }),
        ...(isStream(body) ? { 'content-type': 'application/x-tar' } : {}),
      },
      ...(signal === undefined ? {} : { signal }),
    });
    if (isStream(body)) {
      body.on('error', (error) => outgoing.destroy(error));
      body.pipe(outgoing);
    } else {
      outgoing.end(json);
    }
    return outgoing;
  }

  return { socketPath, call, stream: (request) => open(request, false), hijack };
}

function isRefusal(response: IncomingMessage): boolean {
  // 304 is “already so” (a stopped container is asked to stop): no reason to fail.
  return (response.statusCode ?? 0) >= 400;
}

async function refusal(response: IncomingMessage, request: DockerRequest): Promise<DockerRefusal> {
  const text = (await readAll(response)).toString('utf8');
  return new DockerRefusal(
    response.statusCode ?? 0,
    messageIn(text),
    `${request.method ?? 'GET'} ${request.path}`,
  );
}

function messageIn(text: string): string {
  try {
    const answer: unknown = JSON.parse(text);
    if (typeof answer === 'object' && answer !== null && 'message' in answer) return String(answer.message);
  } catch {
    // Proxies in front of a daemon answer in plain text.
  }
  return text.trim();
}

async function readAll(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function encodeQuery(query: Readonly<Record<string, QueryValue>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined) continue;
    parameters.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value));
  }
  return parameters.size === 0 ? '' : `?${parameters}`;
}

function isStream(body: DockerRequest['body']): body is Readable {
  return body !== undefined && typeof (body as Readable).pipe === 'function';
}
