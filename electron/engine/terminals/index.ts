/** Shells on nodes that outlive their viewers. */
import { randomUUID } from 'node:crypto';
import type { TerminalInfo } from '#shared/contract/terminals.ts';
import { AppError } from '#shared/errors.ts';
import type { NodeReference, ShellRequest, ShellSession, TerminalSize } from '../flavours/flavour.ts';
import { endsWithin } from '../platform/patience.ts';
import { createTerminalSession, type TerminalSession, type Viewer } from './session.ts';

/** How many ended terminals can still be looked at. */
const endedLimit = 32;

/** How long an engine that ends waits for nodes to end the shells on them; one that hangs must not hold it. */
const closeLimitMs = 5_000;

export interface Terminals {
  open(node: NodeReference, request: ShellRequest): Promise<TerminalInfo>;
  openConsole(node: NodeReference): Promise<TerminalInfo>;
  /** @throws AppError `not-found` if there is no such terminal (any more) */
  attach(terminal: string, viewer: Viewer, offset: number): () => void;
  /** What can be replayed, as offsets from the beginning of the output. */
  held(terminal: string): { readonly start: number; readonly end: number };
  write(terminal: string, bytes: Uint8Array): Promise<void>;
  resize(terminal: string, size: TerminalSize): Promise<void>;
  /** Forgets the terminal and ends its shell; resolves once that is done. */
  close(terminal: string): Promise<void>;
  list(): TerminalInfo[];
  onChanged(listener: (terminal: TerminalInfo) => void): () => void;
  closeAll(): Promise<void>;
}

interface Terminal {
  info: TerminalInfo;
  readonly session: TerminalSession;
}

/** Where terminals lead. */
export interface TerminalSources {
  openShell(node: NodeReference, request: ShellRequest): Promise<ShellSession>;
  openConsole(node: NodeReference): Promise<ShellSession>;
}

export function createTerminals(sources: TerminalSources): Terminals {
  const terminals = new Map<string, Terminal>();
  const listeners = new Set<(terminal: TerminalInfo) => void>();

  function find(terminal: string): Terminal {
    const found = terminals.get(terminal);
    if (found === undefined) {
      throw new AppError('not-found', `There is no terminal “${terminal}” (any more).`, {
        hint: 'Open a new one on the node.',
      });
    }
    return found;
  }

  function tell(info: TerminalInfo): void {
    for (const listener of listeners) listener(info);
  }

  function forgetOldest(): void {
    const ended = [...terminals].filter(([, { info }]) => info.state.state === 'exited');
    for (const [terminal] of ended.slice(0, -endedLimit)) terminals.delete(terminal);
  }

  async function close(terminal: string): Promise<void> {
    const { session } = find(terminal);
    terminals.delete(terminal);
    await session.close();
  }

  function add({ target, node }: NodeReference, title: string, shell: ShellSession): TerminalInfo {
    const session = createTerminalSession(shell);
    const info: TerminalInfo = { terminal: randomUUID(), target, node, title, state: { state: 'open' } };
    const record: Terminal = { info, session };
    terminals.set(info.terminal, record);
    session.exited.then((exitCode) => {
      record.info = { ...info, state: { state: 'exited', exitCode } };
      tell(record.info);
      forgetOldest();
    });
    tell(info);
    return info;
  }

  return {
    async open(node, request) {
      const title = request.command === undefined ? node.node : `${node.node}: ${request.command.join(' ')}`;
      return add(node, title, await sources.openShell(node, request));
    },
    async openConsole(node) {
      return add(node, `${node.node} (console)`, await sources.openConsole(node));
    },
    attach: (terminal, viewer, offset) => find(terminal).session.attach(viewer, offset),
    held: (terminal) => find(terminal).session.held(),
    write: async (terminal, bytes) => find(terminal).session.write(bytes),
    resize: async (terminal, size) => find(terminal).session.resize(size),
    close,
    list: () => [...terminals.values()].map(({ info }) => info),
    onChanged(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async closeAll() {
      await endsWithin(closeLimitMs, Promise.allSettled([...terminals.keys()].map(close)));
    },
  };
}
