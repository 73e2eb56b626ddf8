/** Failure first: what was expected, what came instead, what the node said last, and what can be done. */
import { ListStart, SquareTerminal } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Disclosure } from '#renderer/ui/Disclosure.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import type { Target } from '#shared/contract/common.ts';
import type { TestFailure } from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import { callOfFailure } from '../runs/rows.ts';
import type { Place } from '../scripts/places.ts';
import { testCommands } from '../scripts/runScript.ts';
import type { Statement } from '../testRuns.ts';
import { useNodeLines } from './nodeLines.ts';

interface FailureViewProps {
  readonly target: Target;
  /** The run, or the session, whose nodes' lines are meant. */
  readonly run: string | null;
  readonly failure: Pick<TestFailure, 'message' | 'line' | 'traceback' | 'node'>;
  readonly statements: readonly Statement[];
  /** Where it is in the text as it is now. */
  readonly place: Place | null;
  /** From where it makes sense to run it again. */
  readonly againFrom: Place | null;
  /** Whether the nodes still run. */
  readonly hasNodes: boolean;
}

/** Lines of the node that are shown: enough to see a reason, and room for the rest. */
const most = 12;

/** Milliseconds in which a line that the failed call has caused may still come. */
const late = 300;

export function FailureView({
  target,
  run,
  failure,
  statements,
  place,
  againFrom,
  hasNodes,
}: FailureViewProps) {
  const { commands } = useApp();
  const call = callOfFailure(statements);
  const node = failure.node ?? call?.node ?? null;
  const { lines } = useNodeLines({
    ...{ target, run: node === null ? null : run, node, from: null, most, isLive: false },
    to: call === null ? null : call.startedAt + (call.durationMs ?? 0) + late,
  });
  const where = place === null && failure.line !== null ? ` (line ${failure.line} of the script)` : '';
  const error = new AppError('test-failed', `${failure.message}${where}`, {
    details: {
      ...(place === null ? {} : { position: { ...place, column: 1 } }),
      ...(node === null ? {} : { node }),
    },
  }).toJSON();
  return (
    <section className="test-failure" aria-label="Why it failed">
      <div className="failure-parts">
        <ErrorNotice
          error={error}
          onOpenPosition={({ file, line, column }) =>
            void commands.execute(frameCommands.openFile, { file, position: { line, column } })
          }
          actions={
            hasNodes && (
              <>
                {node !== null && (
                  <Button
                    icon={SquareTerminal}
                    onClick={() => void commands.execute(runCommands.openTerminal, { node, target })}
                  >
                    {`Terminal on ${node}`}
                  </Button>
                )}
                {againFrom !== null && (
                  <Button
                    icon={ListStart}
                    onClick={() => void commands.execute(testCommands.runFrom, againFrom)}
                  >
                    {`Run again from line ${againFrom.line}`}
                  </Button>
                )}
              </>
            )
          }
        />
        <div className="failure-evidence">
          {call !== null && (
            <section aria-label="The call that it is about">
              <h3>{call.state === 'failed' ? 'The call that failed' : 'The last call before it'}</h3>
              <pre>
                {call.text}
                {'\n'}
                {call.output?.trimEnd() ?? 'It printed nothing.'}
              </pre>
            </section>
          )}
          {node !== null && (
            <section aria-label={`The last lines of ${node}`}>
              <h3>The last lines of {node}</h3>
              <pre>
                {lines === null
                  ? 'Reading them …'
                  : lines.length === 0
                    ? `${node} wrote nothing meanwhile.`
                    : lines.map(({ line }) => line).join('\n')}
              </pre>
            </section>
          )}
        </div>
      </div>
      {failure.traceback !== '' && (
        <Disclosure summary="Traceback">
          <pre className="failure-traceback">{failure.traceback}</pre>
        </Disclosure>
      )}
    </section>
  );
}
