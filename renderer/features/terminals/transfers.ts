/** Files on their way to nodes and back: how far each is, and what became of it. */
import type { AppContext } from '#renderer/app/context.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';

export interface NodeOf {
  readonly node: string;
  readonly target: Target;
}

export interface Transfer extends NodeOf {
  readonly id: number;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly sent: number;
  /** Where it is on the node, once it is there. */
  readonly path: string | null;
}

type TransferEvent =
  | { readonly type: 'began'; readonly transfer: Transfer }
  | { readonly type: 'moved'; readonly id: number; readonly sent: number }
  | { readonly type: 'arrived'; readonly id: number; readonly path: string }
  | { readonly type: 'gone'; readonly id: number };

export function reduceTransfers(transfers: readonly Transfer[], event: TransferEvent): readonly Transfer[] {
  switch (event.type) {
    case 'began':
      return [...transfers, event.transfer];
    case 'moved':
      return transfers.map((each) => (each.id === event.id ? { ...each, sent: event.sent } : each));
    case 'arrived':
      return transfers.map((each) => (each.id === event.id ? { ...each, path: event.path } : each));
    case 'gone':
      return transfers.filter(({ id }) => id !== event.id);
  }
}

export interface Transfers {
  readonly list: ReadableSlice<readonly Transfer[]>;
  /** Copies files into /tmp of a node, one after the other. */
  upload(to: NodeOf, files: readonly File[]): void;
  /** Fetches one file of a node and lets the browser keep it. */
  download(from: NodeOf, path: string): void;
  /** Gives up one that is under way, or puts away what was said about it. */
  dismiss(id: number): void;
}

export const transfersOf = perApp(createTransfers);

/** Writable on every node, and seen by every program there. */
const folder = '/tmp';

/** Bytes handed over at once: progress is told for each. */
const pieceBytes = 256 * 1024;

/** Milliseconds for which it is said where a file is. */
const saidTime = 30_000;

function createTransfers({ client, notifications }: AppContext): Transfers {
  const list = createSlice<readonly Transfer[], TransferEvent>([], reduceTransfers);
  const aborts = new Map<number, AbortController>();
  let lastId = 0;

  async function uploadOne({ node, target }: NodeOf, file: File): Promise<void> {
    const id = ++lastId;
    const abort = new AbortController();
    aborts.set(id, abort);
    const { name, size } = file;
    list.dispatch({ type: 'began', transfer: { id, node, target, name, size, sent: 0, path: null } });
    try {
      const stream = await client.deployments.upload(
        { target, node, folder, name, size },
        { signal: abort.signal },
      );
      for (let sent = 0; sent < size; ) {
        const piece = new Uint8Array(await file.slice(sent, sent + pieceBytes).arrayBuffer());
        await stream.write(piece);
        sent += piece.length;
        list.dispatch({ type: 'moved', id, sent });
      }
      const { path } = await stream.closed;
      list.dispatch({ type: 'arrived', id, path });
      setTimeout(() => list.dispatch({ type: 'gone', id }), saidTime);
    } catch (thrown) {
      list.dispatch({ type: 'gone', id });
      if (!abort.signal.aborted) notifications.fail(`${name} could not be copied to ${node}`, thrown);
    } finally {
      aborts.delete(id);
    }
  }

  async function fetchFile({ node, target }: NodeOf, path: string): Promise<void> {
    const stream = await client.deployments.download({ target, node, path });
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    stream.onData((bytes, consumed) => {
      pieces.push(new Uint8Array(bytes));
      consumed();
    });
    await stream.closed;
    const address = URL.createObjectURL(new Blob(pieces));
    const link = document.createElement('a');
    link.href = address;
    link.download = path.split('/').at(-1) ?? node;
    link.click();
    // The browser begins to read after this turn.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
  }

  return {
    list,
    upload(to, files) {
      void (async () => {
        for (const file of files) await uploadOne(to, file);
      })();
    },
    download(from, path) {
      fetchFile(from, path).catch((thrown) =>
        notifications.fail(`${path} could not be fetched from ${from.node}`, thrown),
      );
    },
    dismiss(id) {
      const abort = aborts.get(id);
      if (abort === undefined) list.dispatch({ type: 'gone', id });
      else abort.abort();
    },
  };
}
