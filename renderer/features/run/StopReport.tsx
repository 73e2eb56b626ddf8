import { Disclosure } from '#renderer/ui/Disclosure.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import { duration } from '#renderer/ui/words.ts';
import type { OutcomeOf } from './operations.ts';

/** What a stop has removed. It is said only because the engine looked again and found nothing left. */
export function StopReport({ outcome }: { readonly outcome: OutcomeOf<'stop'> }) {
  const { end } = outcome;
  if (end.problem !== null) return <ErrorNotice title="Not everything was stopped" error={end.problem} />;
  const { removed, durationMs } = end.result;
  if (removed.length === 0) {
    return <StateLabel state="absent">Stopped. There was nothing left to remove.</StateLabel>;
  }
  return (
    <div className="stop-report">
      <StateLabel state="running">
        {`Stopped in ${duration(durationMs)}, and verified that nothing is left.`}
      </StateLabel>
      <Disclosure summary={`What was removed (${removed.length})`}>
        <pre className="nodes-log">{removed.join('\n')}</pre>
      </Disclosure>
    </div>
  );
}
