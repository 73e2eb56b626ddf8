/**
 * What terminals on the client show. The tour reads along as one more viewer while it waits for the page, so that it
 * is the user who fetched it; it takes every byte at once, so nobody is slowed down by it.
 */
import { deploymentOf } from '#renderer/store/deployments.ts';
import { follow } from '#renderer/store/follow.ts';
import type { TerminalInfo } from '#shared/contract/terminals.ts';
import type { Observe } from './observe.ts';
import { createTextWatch } from './textWatch.ts';
import { clientRole } from './tutorialProject.ts';

export const observeTerminals: Observe = ({ client, connection, deployments, workspace }, tour) => {
  let known: ReadonlyMap<string, TerminalInfo> = new Map();
  const watched = new Map<string, () => void>();

  function isOnClient({ target: { directory, composition, flavour }, node }: TerminalInfo): boolean {
    const target = workspace.target();
    if (target === null || target.directory !== directory) return false;
    if (target.composition !== composition || target.flavour !== flavour) return false;
    const nodes = deploymentOf(deployments.getState(), target)?.nodes ?? [];
    return nodes.some(({ name, role }) => name === node && role === clientRole);
  }

  function look(): void {
    const open = [...known.values()].filter((info) => info.state.state === 'open' && isOnClient(info));
    tour.dispatch({ type: 'terminal', open: open.length > 0 });
    const { reached } = tour.getState();
    const wanted = new Set(
      reached.includes('running') && !reached.includes('fetched') ? open.map(({ terminal }) => terminal) : [],
    );
    for (const [terminal, stop] of watched) if (!wanted.has(terminal)) stop();
    for (const terminal of wanted) if (!watched.has(terminal)) watch(terminal);
  }

  function watch(terminal: string): void {
    const abort = new AbortController();
    const text = createTextWatch();
    let close = (): void => {};
    function stop(): void {
      abort.abort();
      close();
      watched.delete(terminal);
    }
    watched.set(terminal, stop);
    client.terminals
      .attach({ terminal, offset: 0 }, { signal: abort.signal })
      .then((stream) => {
        close = stream.close;
        if (abort.signal.aborted) close();
        stream.closed.catch(() => {}).finally(() => watched.delete(terminal));
        stream.onData((bytes, consumed) => {
          text.add(bytes);
          consumed();
          const lines = tour.getState().facts.saved ?? [];
          if (text.hasAll(lines)) tour.dispatch({ type: 'shown' });
        });
      })
      // A terminal that is gone shows nothing; the next one is watched again.
      .catch(() => watched.delete(terminal));
  }

  const follower = follow(connection, {
    event: client.terminals.changed,
    snapshot: () => client.terminals.list({}),
    onSnapshot(listed) {
      known = new Map(listed.map((info) => [info.terminal, info]));
      look();
    },
    onEvent(info) {
      known = new Map(known).set(info.terminal, info);
      look();
    },
    // Terminals that cannot be listed cannot be opened either, and that is told where it is tried.
    onError: () => {},
  });
  const stops = [deployments.subscribe(look), workspace.subscribe(look), tour.subscribe(look), follower.stop];
  return () => {
    for (const stop of [...stops, ...watched.values()]) stop();
  };
};
