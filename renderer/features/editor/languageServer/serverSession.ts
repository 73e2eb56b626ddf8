/** One running language server, spoken to over a stream of bytes. */
import {
  CancellationTokenSource,
  createMessageConnection,
  type MessageConnection,
  NullLogger,
  ReadableStreamMessageReader,
  WriteableStreamMessageWriter,
} from 'vscode-jsonrpc/browser';
import type { ByteStream } from '#shared/rpc/define.ts';
import {
  pathInside,
  readDiagnostics,
  readLocations,
  readMarkdown,
  readOffers,
  type ServerDiagnostic,
  type ServerLocation,
  type ServerPosition,
  uriOf,
} from './protocol.ts';

export interface ServerSession {
  opened(path: string, text: string): void;
  changed(path: string, text: string): void;
  closed(path: string): void;
  completion(path: string, at: ServerPosition, signal?: AbortSignal): Promise<ReturnType<typeof readOffers>>;
  /** Markdown. */
  hover(path: string, at: ServerPosition, signal?: AbortSignal): Promise<string | null>;
  definition(path: string, at: ServerPosition, signal?: AbortSignal): Promise<ServerLocation[]>;
  /** Asks the server to end, and lets go of it. */
  close(): void;
}

export interface SessionOptions {
  /** Absolute path of the project. */
  readonly directory: string;
  /** Told of everything that the server finds in a file of the project. */
  onDiagnostics(path: string, diagnostics: readonly ServerDiagnostic[]): void;
}

const textDocument = {
  synchronization: {},
  completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown', 'plaintext'] } },
  hover: { contentFormat: ['markdown', 'plaintext'] },
  definition: {},
  publishDiagnostics: {},
};

/** Milliseconds that a server gets to say goodbye. */
const goodbyeMs = 500;

/** Says hello; rejects when the stream ends before the server has answered. */
export async function openSession<End>(
  stream: ByteStream<End>,
  { directory, onDiagnostics }: SessionOptions,
): Promise<ServerSession> {
  const connection = connectOver(stream);
  const versions = new Map<string, number>();
  const ended = stream.closed.then(() => {
    throw new Error('The language server ended.');
  });
  // Whoever opened the stream is told; here it only ends the wait.
  let isOver = false;
  ended.catch(() => {
    isOver = true;
    connection.dispose();
  });

  connection.onRequest('workspace/configuration', ({ items }: { items: readonly unknown[] }) =>
    items.map(() => null),
  );
  // Registering more abilities and showing progress is accepted and not used.
  connection.onRequest('client/registerCapability', () => null);
  connection.onRequest('client/unregisterCapability', () => null);
  connection.onRequest('window/workDoneProgress/create', () => null);
  connection.onNotification(
    'textDocument/publishDiagnostics',
    ({ uri, diagnostics }: { uri: string; diagnostics: unknown }) => {
      const path = pathInside(directory, uri);
      if (path !== null) onDiagnostics(path, readDiagnostics(diagnostics));
    },
  );
  connection.listen();

  const rootUri = uriOf(directory);
  const hello = connection.sendRequest('initialize', {
    processId: null,
    rootUri,
    workspaceFolders: [{ uri: rootUri, name: directory.slice(directory.lastIndexOf('/') + 1) }],
    capabilities: { workspace: { configuration: true, workspaceFolders: true }, textDocument },
  });
  await Promise.race([hello, ended]);
  tell('initialized', {});

  function tell(method: string, parameters: object): void {
    // A server that has gone is told of by the end of its stream.
    if (isOver) return;
    connection.sendNotification(method, parameters).catch(() => {});
  }

  async function ask(
    method: string,
    path: string,
    position: ServerPosition,
    signal?: AbortSignal,
  ): Promise<unknown> {
    const source = new CancellationTokenSource();
    const cancel = (): void => source.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    const parameters = { textDocument: { uri: uriOf(directory, path) }, position };
    try {
      return await Promise.race([connection.sendRequest(method, parameters, source.token), ended]);
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  }

  return {
    opened(path, text) {
      versions.set(path, 1);
      tell('textDocument/didOpen', {
        textDocument: { uri: uriOf(directory, path), languageId: 'nix', version: 1, text },
      });
    },
    changed(path, text) {
      const version = (versions.get(path) ?? 0) + 1;
      versions.set(path, version);
      tell('textDocument/didChange', {
        textDocument: { uri: uriOf(directory, path), version },
        contentChanges: [{ text }],
      });
    },
    closed(path) {
      versions.delete(path);
      tell('textDocument/didClose', { textDocument: { uri: uriOf(directory, path) } });
    },
    completion: async (path, at, signal) =>
      readOffers(await ask('textDocument/completion', path, at, signal)),
    async hover(path, at, signal) {
      const answer = await ask('textDocument/hover', path, at, signal);
      return readMarkdown((answer as { readonly contents?: unknown } | null)?.contents);
    },
    definition: async (path, at, signal) =>
      readLocations(await ask('textDocument/definition', path, at, signal)),
    close() {
      if (isOver) return;
      const end = (): void => {
        clearTimeout(late);
        tell('exit', {});
        // After what was just said.
        setTimeout(stream.close, 0);
      };
      const late = setTimeout(end, goodbyeMs);
      connection.sendRequest('shutdown').then(end, end);
    },
  };
}

/** JSON messages over the two halves of a stream. */
function connectOver<End>(stream: ByteStream<End>): MessageConnection {
  const never = () => ({ dispose() {} });
  const onEnd = (listener: () => void) => {
    const tell = (): void => listener();
    stream.closed.then(tell, tell);
    return { dispose() {} };
  };
  const reader = new ReadableStreamMessageReader({
    onData(listener) {
      stream.onData((bytes, consumed) => {
        listener(bytes);
        consumed();
      });
      return { dispose() {} };
    },
    onClose: onEnd,
    onError: never,
    onEnd: never,
  });
  const encoder = new TextEncoder();
  const writer = new WriteableStreamMessageWriter({
    write: (data: Uint8Array | string) =>
      stream.write(typeof data === 'string' ? encoder.encode(data) : data),
    end() {},
    onClose: onEnd,
    onError: never,
    onEnd: never,
  });
  return createMessageConnection(reader, writer, NullLogger);
}
