import type { OutcomeOf } from '#renderer/features/run/operations.ts';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import { useNow } from '#renderer/ui/useNow.ts';
import { ago, clock, count, duration } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import { type BuildRun, tally } from './buildRuns.ts';
import { expectedTime } from './buildTimes.ts';

interface BuildSummaryProps {
  readonly target: Target;
  readonly run: BuildRun;
  /** `null` while it runs. */
  readonly outcome: OutcomeOf<'build'> | null;
  /** Milliseconds since the epoch. */
  readonly startedAt: number | null;
  readonly isCancelling: boolean;
}

/** One line: how far it is and how long it takes, or how it ended. */
export function BuildSummary({ target, run, outcome, startedAt, isCancelling }: BuildSummaryProps) {
  const now = useNow(true, outcome === null ? 1000 : 30_000);
  if (outcome !== null) return <EndSummary outcome={outcome} run={run} now={now} />;
  const elapsed = startedAt === null ? 0 : now - startedAt;
  const expected = expectedTime(target);
  return (
    <p className="build-summary tabular">
      <StateLabel state="working">
        {isCancelling ? 'Cancelling' : (run.steps.at(-1) ?? 'Building')}
      </StateLabel>{' '}
      <span className="muted">
        {clock(elapsed)}
        {expected !== null && ` of about ${duration(expected)}`}
        {' · '}
        {run.derivations.size === 0 ? 'Nix is evaluating the composition' : tally(run.derivations)}
      </span>
    </p>
  );
}

function EndSummary({
  outcome,
  run,
  now,
}: {
  readonly outcome: OutcomeOf<'build'>;
  readonly run: BuildRun;
  readonly now: number;
}) {
  const { end, durationMs, at } = outcome;
  const when = `${duration(durationMs)}, ${ago(now - at)}`;
  if (end.problem !== null) {
    const isCancelled = end.problem.code === 'cancelled';
    return (
      <p className="build-summary tabular">
        <StateLabel state={isCancelled ? 'absent' : 'failed'}>
          {isCancelled ? 'Cancelled' : 'Failed'}
        </StateLabel>{' '}
        <span className="muted">
          after {when}
          {run.derivations.size > 0 && ` · ${tally(run.derivations)}`}
        </span>
      </p>
    );
  }
  const { derivationsBuilt, outLink, wouldBuild } = end.result;
  if (outLink === null) {
    return (
      <p className="build-summary tabular">
        <StateLabel state="running">Planned</StateLabel>{' '}
        <span className="muted">
          in {when} ·{' '}
          {wouldBuild.length === 0
            ? 'nothing has to be built'
            : `${count(wouldBuild.length, 'derivation')} would be built: ${wouldBuild.slice(0, 8).join(', ')}${wouldBuild.length > 8 ? ' …' : ''}`}
        </span>
      </p>
    );
  }
  return (
    <p className="build-summary tabular">
      <StateLabel state="running">Built</StateLabel>{' '}
      <span className="muted">
        in {when} ·{' '}
        {derivationsBuilt === 0
          ? 'everything had been built before'
          : `${count(derivationsBuilt, 'derivation')} built`}
      </span>
    </p>
  );
}
