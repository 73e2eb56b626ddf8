/** A script waits at a statement that failed: why, where, and how it goes on. */
import { RotateCcw, SkipForward, X } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import type { Target } from '#shared/contract/common.ts';
import type { SessionState } from '#shared/contract/tests.ts';
import { placeOf } from '../scripts/places.ts';
import type { PromptCell, TextCell } from './promptState.ts';
import { promptsOf } from './prompts.ts';

interface PauseBarProps {
  readonly target: Target;
  readonly pause: NonNullable<SessionState['pause']>;
  readonly cells: readonly PromptCell[];
}

export function PauseBar({ target, pause, cells }: PauseBarProps) {
  const app = useApp();
  // The one that waits is the last script that has not ended.
  const waiting = cells.findLast((cell): cell is TextCell => cell.kind === 'text' && cell.end === null);
  const place = placeOf(app, waiting?.lines ?? null, pause.line);
  const resume = (action: 'again' | 'next' | 'fail'): void =>
    void promptsOf(app)
      .resume(target, action)
      .catch((thrown) => app.notifications.fail('The script could not go on', thrown));
  const [first] = pause.message.split('\n');
  return (
    <section className="pause-bar" aria-label="The script waits">
      <StateIcon state="failed" />
      <p>
        {place !== null && (
          <button
            type="button"
            className="link"
            onClick={() =>
              void app.commands.execute(frameCommands.openFile, {
                file: place.file,
                position: { line: place.line, column: 1 },
              })
            }
          >
            line {place.line}
          </button>
        )}{' '}
        {first}
      </p>
      <Button icon={RotateCcw} onClick={() => resume('again')}>
        Try it again
      </Button>
      <Button icon={SkipForward} onClick={() => resume('next')}>
        Go on after it
      </Button>
      <Button icon={X} onClick={() => resume('fail')}>
        Let it fail
      </Button>
    </section>
  );
}
