/** An area of the engine that is loaded when it is first asked for something, and not before. */
import type { Area, AreaHandlers, Member } from '#shared/rpc/define.ts';
import { once } from './once.ts';

type AnyHandler = (...values: readonly unknown[]) => unknown;
type LoadedArea = Readonly<Record<string, AnyHandler>>;

/** Handlers for every member of an area that load the real ones on first use. Calls made meanwhile keep their order. */
export function lazyArea<A extends Area>(area: A, load: () => Promise<AreaHandlers<A>>): AreaHandlers<A> {
  const loaded = once(load as () => Promise<LoadedArea>);
  const entries = Object.entries(area).map(([name, { kind }]) => [name, lazyMember(kind, name, loaded)]);
  return Object.fromEntries(entries) as AreaHandlers<A>;
}

function lazyMember(kind: Member['kind'], name: string, loaded: () => Promise<LoadedArea>): AnyHandler {
  if (kind !== 'event') return async (...values) => (await loaded())[name]?.(...values);
  // A subscription is given at once; the area's own one follows when it has been loaded, before any later call.
  return (emit) => {
    let stop: unknown;
    let stopped = false;
    loaded().then(
      (handlers) => {
        if (!stopped) stop = handlers[name]?.(emit);
      },
      // Whoever calls a method of the area is told why it could not be loaded.
      () => {},
    );
    return () => {
      stopped = true;
      if (typeof stop === 'function') stop();
    };
  };
}
