import { useApp } from '#renderer/app/context.ts';
import { runningJobs } from '#renderer/store/jobs.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import type { JobKind } from '#shared/contract/jobs.ts';

const words: Readonly<Record<JobKind, string>> = {
  build: 'Building',
  start: 'Starting',
  stop: 'Stopping',
  snapshot: 'Taking a snapshot',
  rollback: 'Rolling back',
  test: 'Testing',
  session: 'Running at the prompt',
  demo: 'Showing the demo',
  repair: 'Repairing',
};

/** The latest work under way, and how much more there is. */
export function JobsItem() {
  const { jobs } = useApp();
  const running = useSlice(jobs, runningJobs);
  const latest = running.at(-1);
  if (latest === undefined) return null;
  const { kind, step, counts } = latest;
  return (
    <span className="status-item tabular" role="status">
      <StateIcon state="working" size={14} />
      <span className="truncate">
        {step ?? words[kind]}
        {counts !== null && counts.expected > 0 && ` (${counts.done} of ${counts.expected})`}
        {running.length > 1 && `, and ${running.length - 1} more`}
      </span>
    </span>
  );
}
