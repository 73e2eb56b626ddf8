#!/usr/bin/env node
/**
 * A language server of our own for tests, because neither nixd nor nil can be had everywhere: it speaks the protocol
 * over its standard streams, counts lines, and dies when a text tells it to. It knows nothing of Nix.
 */
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

interface Place {
  readonly textDocument: { readonly uri: string };
  readonly position: { readonly line: number; readonly character: number };
}

const connection = createMessageConnection(
  new StreamMessageReader(process.stdin),
  new StreamMessageWriter(process.stdout),
);
const texts = new Map<string, string>();

/** Every line with the word `odd` is one to be warned of, and with `wrong` a mistake. */
function diagnose(uri: string, text: string): void {
  const diagnostics = text.split('\n').flatMap((line, number) =>
    (['wrong', 'odd', 'hinted'] as const).flatMap((word, index) => {
      const start = line.indexOf(word);
      if (start === -1) return [];
      const at = (character: number) => ({ line: number, character });
      return [
        {
          range: { start: at(start), end: at(start + word.length) },
          severity: [1, 2, 4][index],
          message: `This is ${word}.`,
        },
      ];
    }),
  );
  void connection.sendNotification('textDocument/publishDiagnostics', { uri, diagnostics });
}

function learn(uri: string, text: string): void {
  if (text.includes('die')) {
    process.stderr.write('first complaint\nthe text told me to die\n');
    process.exit(3);
  }
  texts.set(uri, text);
  diagnose(uri, text);
}

connection.onRequest('initialize', async ({ rootUri }: { rootUri: string }) => ({
  capabilities: { completionProvider: {}, hoverProvider: true, definitionProvider: true },
  serverInfo: { name: 'small', version: rootUri },
}));
connection.onNotification('initialized', async () => {
  // As real ones do, it asks back.
  const [answer] = await connection.sendRequest<unknown[]>('workspace/configuration', {
    items: [{ section: 'small' }],
  });
  if (answer !== null) process.exit(4);
  await connection.sendRequest('client/registerCapability', { registrations: [] });
});
connection.onNotification(
  'textDocument/didOpen',
  ({ textDocument }: { textDocument: { uri: string; text: string } }) =>
    learn(textDocument.uri, textDocument.text),
);
connection.onNotification(
  'textDocument/didChange',
  ({ textDocument, contentChanges }: { textDocument: { uri: string }; contentChanges: { text: string }[] }) =>
    learn(textDocument.uri, contentChanges.at(-1)?.text ?? ''),
);
connection.onNotification('textDocument/didClose', ({ textDocument }: { textDocument: { uri: string } }) => {
  texts.delete(textDocument.uri);
});
connection.onRequest('textDocument/completion', ({ textDocument, position }: Place) => ({
  isIncomplete: false,
  items: [
    { label: 'enable', kind: 10 },
    {
      label: `line${position.line}`,
      kind: 10,
      detail: 'from the server',
      documentation: { kind: 'markdown', value: '**bold**' },
    },
    { label: `of ${texts.get(textDocument.uri)?.length} letters`, insertText: 'inserted' },
  ],
}));
connection.onRequest('textDocument/hover', ({ position }: Place) =>
  position.line === 0
    ? null
    : { contents: { kind: 'markdown', value: `Line ${position.line} of the server` } },
);
connection.onRequest('textDocument/definition', ({ textDocument }: Place) => [
  { uri: textDocument.uri, range: { start: { line: 0, character: 2 }, end: { line: 0, character: 4 } } },
]);
connection.onRequest('shutdown', () => null);
connection.onNotification('exit', () => process.exit(0));
connection.listen();
