import { useEffect, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { Spinner } from '#renderer/ui/Progress.tsx';
import type { Target } from '#shared/contract/common.ts';
import { toAppError } from '#shared/errors.ts';

const lines = 20;

/** The last lines that a node wrote. */
export function NodeLogTail({ target, node }: { readonly target: Target; readonly node: string }) {
  const { client } = useApp();
  const [text, setText] = useState<string | null>(null);
  const { directory, composition, flavour } = target;
  useEffect(() => {
    const abort = new AbortController();
    async function read(): Promise<string> {
      const stream = await client.deployments.logs(
        { target: { directory, composition, flavour }, node, follow: false, tailLines: lines },
        { signal: abort.signal },
      );
      const decoder = new TextDecoder();
      let all = '';
      stream.onData((bytes, consumed) => {
        all += decoder.decode(bytes, { stream: true });
        consumed();
      });
      await stream.closed;
      return all.trimEnd();
    }
    read().then(setText, (thrown) => {
      if (!abort.signal.aborted) setText(`The log cannot be read. ${toAppError(thrown).message}`);
    });
    return () => abort.abort();
  }, [client, directory, composition, flavour, node]);
  if (text === null) return <Spinner doing="Reading the log" waitingFor={`the log of ${node}`} />;
  return <pre className="nodes-log">{text === '' ? `${node} has written nothing.` : text}</pre>;
}
