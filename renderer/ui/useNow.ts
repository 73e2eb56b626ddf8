import { useEffect, useState } from 'react';

/**
 * The time now in milliseconds since the epoch, anew each `period` while something on the screen grows with it.
 *
 * @param running whether it moves at all; a clock that nobody needs costs nothing
 */
export function useNow(running: boolean, period = 1000): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), period);
    return () => clearInterval(timer);
  }, [running, period]);
  return now;
}
