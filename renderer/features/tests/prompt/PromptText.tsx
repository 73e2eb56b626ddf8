/** One text that was run at the prompt: what it was, what it did, and what came of it. */
import { useMemo } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Disclosure } from '#renderer/ui/Disclosure.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import { duration } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import type { SessionResult } from '#shared/contract/tests.ts';
import { toRows } from '../runs/rows.ts';
import { type Place, placeOf } from '../scripts/places.ts';
import { noRun, type Statement, sessionTextsOf } from '../testRuns.ts';
import { FailureView } from '../timeline/FailureView.tsx';
import { Timeline } from '../timeline/Timeline.tsx';
import type { TextCell } from './promptState.ts';
import { promptsOf } from './prompts.ts';

interface PromptTextProps {
  readonly cell: TextCell;
  readonly target: Target;
  /** The session that is open now. */
  readonly session: string | null;
  readonly hasNodes: boolean;
}

export function PromptText({ cell, target, session, hasNodes }: PromptTextProps) {
  const app = useApp();
  const { job, end, lines } = cell;
  const { statements } = useSlice(sessionTextsOf(app), ({ runs }) =>
    job === null ? noRun : (runs[job] ?? noRun),
  );
  const place = (line: number | null): Place | null => placeOf(app, lines, line);
  const result = end?.kind === 'ended' ? end.result : null;
  return (
    <article className="prompt-text">
      <Source cell={cell} result={result} />
      <Done
        // Lines of what was typed just now are of no use to anybody.
        statements={lines === null ? statements.map(withoutLine) : statements}
        isRunning={end === null}
        place={place}
        onStop={() =>
          void promptsOf(app)
            .interrupt(target)
            .catch((thrown) => app.notifications.fail('It could not be stopped', thrown))
        }
      />
      {result?.value != null && <pre className="prompt-value">{result.value}</pre>}
      {result?.failure != null && isInterruption(result) && (
        <StateLabel state="stale">Interrupted; the session goes on</StateLabel>
      )}
      {result?.failure != null &&
        !isInterruption(result) &&
        (cell.title === null ? (
          <pre className="prompt-error">{result.failure.traceback || result.failure.message}</pre>
        ) : (
          <FailureView
            target={target}
            run={session}
            failure={result.failure}
            statements={statements}
            place={place(result.failure.line)}
            againFrom={place(result.failure.line)}
            hasNodes={hasNodes}
          />
        ))}
      {/* What was asked long ago, in an engine that is no more, cannot be told. */}
      {end?.kind === 'problem' && end.problem.code !== 'not-found' && <ErrorNotice error={end.problem} />}
    </article>
  );
}

const withoutLine = (statement: Statement): Statement => ({ ...statement, line: null });

const isInterruption = ({ failure }: SessionResult): boolean => failure?.message === 'KeyboardInterrupt';

function Source({ cell, result }: { readonly cell: TextCell; readonly result: SessionResult | null }) {
  if (cell.title === null) {
    return (
      <pre className="prompt-source">
        {cell.source
          .split('\n')
          .map((text, index) => `${index === 0 ? '>>>' : '...'} ${text}`)
          .join('\n')}
      </pre>
    );
  }
  return (
    <header className="prompt-title">
      <h3>{cell.title}</h3>
      {result !== null && (
        <StateLabel state={result.failure === null ? 'running' : 'failed'}>
          {`${result.failure === null ? 'Passed' : 'Failed'} in ${duration(result.durationMs)}`}
        </StateLabel>
      )}
      <Disclosure summary="Text">
        <pre className="prompt-source">{cell.source}</pre>
      </Disclosure>
    </header>
  );
}

interface DoneProps {
  readonly statements: readonly Statement[];
  readonly isRunning: boolean;
  readonly place: (line: number | null) => Place | null;
  readonly onStop: () => void;
}

function Done({ statements, isRunning, place, onStop }: DoneProps) {
  const app = useApp();
  const rows = useMemo(() => toRows(statements), [statements]);
  if (rows.length === 0) return null;
  if (statements.every(({ kind }) => kind === 'log')) {
    return <pre className="prompt-printed">{statements.map(({ text }) => text).join('\n')}</pre>;
  }
  return (
    <Timeline
      label="Statements"
      rows={rows}
      isRunning={isRunning}
      placeOf={place}
      onOpenPlace={({ file, line }) =>
        void app.commands.execute(frameCommands.openFile, { file, position: { line, column: 1 } })
      }
      onStop={isRunning ? onStop : undefined}
    />
  );
}
