import type { CancellationToken } from 'monaco-editor/editor';

/** The code editor's way of taking a question back, as the engine's client knows it. */
export function signalOf(token: CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}
