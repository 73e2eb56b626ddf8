import { useLayoutEffect, useRef } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { count } from '#renderer/ui/words.ts';
import { buildLogsOf, useBuildLog } from './buildLogs.ts';

/** Lines drawn; the box scrolls, and nobody reads more than that in one. */
const linesDrawn = 500;

/** What a derivation wrote. Follows the end until the reader scrolls up. */
export function BuildLog({
  job,
  source,
  label,
}: {
  readonly job: string;
  readonly source: string;
  readonly label: string;
}) {
  const log = useBuildLog(buildLogsOf(useApp()), job, source);
  const box = useRef<HTMLElement>(null);
  const follows = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what there is to scroll to
  useLayoutEffect(() => {
    if (follows.current && box.current !== null) box.current.scrollTop = box.current.scrollHeight;
  }, [log]);
  if (log.lines.length === 0) return <p className="build-log muted">It has written nothing.</p>;
  const shown = log.lines.slice(-linesDrawn);
  const missing = log.dropped + log.lines.length - shown.length;
  return (
    <section
      ref={box}
      className="build-log"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard
      tabIndex={0}
      aria-label={label}
      onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < 8;
      }}
    >
      <pre>
        {missing > 0 && `… ${count(missing, 'line')} before …\n`}
        {shown.join('\n')}
      </pre>
    </section>
  );
}
