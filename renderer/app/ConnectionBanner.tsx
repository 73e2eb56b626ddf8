/** Says calmly that the engine cannot be reached, and that nothing is lost. */
import { useEffect, useState } from 'react';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import { useApp } from './context.ts';

export function ConnectionBanner() {
  const { connection } = useApp();
  const status = useSlice(connection.status, (state) => state);
  const now = useClock(status.state === 'lost');
  if (status.state !== 'lost') return null;
  const seconds = status.retryAt === null ? 0 : Math.max(0, Math.ceil((status.retryAt - now) / 1000));
  return (
    <div className="banner" role="status">
      <StateIcon state="stale" />
      <p>
        {status.reason.message} {status.attempt > 1 && status.reason.hint} Running nodes and your text are not
        affected.
      </p>
      <span className="muted tabular" aria-hidden>
        {seconds === 0 ? 'Trying …' : `Trying again in ${seconds} s`}
      </span>
      <Button onClick={connection.retryNow}>Try now</Button>
    </div>
  );
}

/** Milliseconds since the epoch, anew each second while `running`. */
function useClock(running: boolean): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
