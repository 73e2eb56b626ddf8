import { useEffect, useState } from 'react';

/** Milliseconds without progress after which somebody may want a hint. */
const patience = 60_000;

/** Whether nothing has changed about `what` for a while; looking at something else begins the wait anew. */
export function useStuck(what: string | null): boolean {
  const [stuckAt, setStuckAt] = useState<string | null>(null);
  useEffect(() => {
    setStuckAt(null);
    if (what === null) return;
    const timer = setTimeout(() => setStuckAt(what), patience);
    return () => clearTimeout(timer);
  }, [what]);
  return what !== null && stuckAt === what;
}
