/** The one button that says what comes next; while that is done it is the progress and the cancel. */
import { ChevronDown, Square } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { Menu } from '#renderer/ui/Menu.tsx';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import { Tooltip } from '#renderer/ui/Tooltip.tsx';
import { useNow } from '#renderer/ui/useNow.ts';
import { clock } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import { runMenuItems } from './actionItems.ts';
import { actionTexts, nextShortcut } from './actionTexts.ts';
import { chosenNodesOf } from './chosenNodes.ts';
import { cliLine } from './cliLines.ts';
import { nextAction } from './nextAction.ts';
import { cancelWork } from './perform.ts';
import { useSituation } from './readSituation.ts';
import { runCommands } from './runCommands.ts';
import './Run.css';
import type { Situation, Work } from './situation.ts';
import { useProgress } from './useProgress.ts';

export function PrimaryButton() {
  const { workspace } = useApp();
  useSlice(workspace, ({ project }) => project);
  const target = workspace.target();
  return target === null ? null : <RunControls target={target} />;
}

function RunControls({ target }: { readonly target: Target }) {
  const app = useApp();
  const situation = useSituation(app, target);
  const next = nextAction(situation);
  return (
    <div className="run-controls">
      {next.kind === 'working' && <WorkButton target={target} situation={situation} work={next.work} />}
      {next.kind === 'waiting' && (
        <Button look="normal" className="run-button" disabled>
          {next.label} …
        </Button>
      )}
      {next.kind === 'action' && (
        <Tooltip
          label={cliLine(next.action, target, chosenNodesOf(app).forStart(target))}
          shortcut={nextShortcut}
        >
          <Button
            look={next.action === 'stop' ? 'normal' : 'primary'}
            className="run-button"
            icon={actionTexts[next.action].icon}
            onClick={() => void app.commands.execute(runCommands.next)}
          >
            {next.label}
          </Button>
        </Tooltip>
      )}
      <Menu items={runMenuItems(app, target, situation)} align="end">
        <IconButton
          icon={ChevronDown}
          label="More to build and run"
          className={
            next.kind === 'action' && next.action !== 'stop' ? 'run-more run-more-primary' : 'run-more'
          }
        />
      </Menu>
    </div>
  );
}

/** Milliseconds in which a second click of a double click is not taken for “cancel”. */
const doubleClick = 600;

function WorkButton({
  target,
  situation,
  work,
}: {
  readonly target: Target;
  readonly situation: Situation;
  readonly work: Work;
}) {
  const app = useApp();
  const progress = useProgress(app, target, situation, work);
  const elapsed = useNow(true) - progress.startedAt;
  const cancel = (): void =>
    void cancelWork(app, target).catch((thrown) =>
      app.notifications.fail('It could not be cancelled', thrown),
    );
  const share = progress.expected > 0 ? Math.min(100, (progress.done / progress.expected) * 100) : 0;
  return (
    <Tooltip label="Cancel" shortcut="Escape">
      <button
        type="button"
        className="button button-normal run-button run-work"
        aria-label={`${progress.words}. Press to cancel`}
        disabled={work.cancelling}
        onClick={() => Date.now() - progress.startedAt > doubleClick && cancel()}
        onKeyDown={(event) => {
          if (event.key === 'Escape') cancel();
        }}
      >
        <span className="run-share" style={{ width: `${share}%` }} aria-hidden />
        <StateIcon state="working" />
        <span className="run-words truncate tabular">{progress.words}</span>
        <span className="run-clock tabular">{clock(elapsed)}</span>
        <Square size={12} aria-hidden className="run-cancel" />
      </button>
    </Tooltip>
  );
}
