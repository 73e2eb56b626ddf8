import { useEffect, useState } from 'react';
import './Progress.css';
import { StateIcon } from './StateLabel.tsx';

export interface SpinnerProps {
  /** What is being done, e.g. “Reading the project”. */
  readonly doing: string;
  /** What it waits for, said after two seconds. */
  readonly waitingFor?: string;
  /** How long it took last time in milliseconds, said after ten seconds. */
  readonly lastTookMs?: number;
}

/** Work under way, in words. */
export function Spinner({ doing, waitingFor, lastTookMs }: SpinnerProps) {
  const seconds = useSecondsSinceShown();
  return (
    <span className="spinner" role="status">
      <StateIcon state="working" />
      <span>
        {doing} …
        {seconds >= 2 && waitingFor !== undefined && (
          <span className="muted"> Waiting for {waitingFor}.</span>
        )}
        {seconds >= 10 && lastTookMs !== undefined && (
          <span className="muted"> It took {Math.round(lastTookMs / 1000)} s last time.</span>
        )}
      </span>
    </span>
  );
}

function useSecondsSinceShown(): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const timers = [2, 10].map((after) => setTimeout(() => setSeconds(after), after * 1000));
    return () => timers.forEach(clearTimeout);
  }, []);
  return seconds;
}

export interface ProgressBarProps {
  readonly label: string;
  readonly done: number;
  /** `0` while nobody knows how much there is to do. */
  readonly expected: number;
}

export function ProgressBar({ label, done, expected }: ProgressBarProps) {
  const known = expected > 0;
  const percent = known ? Math.min(100, (done / expected) * 100) : 0;
  return (
    <div
      className="progress-bar"
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={known ? expected : undefined}
      aria-valuenow={known ? done : undefined}
    >
      <div
        className={known ? 'progress-done' : 'progress-unknown'}
        style={{ width: known ? `${percent}%` : undefined }}
      />
    </div>
  );
}
