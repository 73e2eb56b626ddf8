/** The one button that says what comes next; while that is done it is the progress and the cancel. */
import { ChevronDown, Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import { type AppContext, useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/classNames.ts';
import { Menu } from '#renderer/ui/Menu.tsx';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import { Tooltip } from '#renderer/ui/Tooltip.tsx';
import { useNow } from '#renderer/ui/useNow.ts';
import { clock } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import { runMenuItems } from './actionItems.ts';
import type { ActionName } from './actions.ts';
import { actionTexts, nextShortcut } from './actionTexts.ts';
import { lineFor } from './lineFor.ts';
import { type NextAction, nextAction } from './nextAction.ts';
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
  const isLoud = next.kind === 'action' && next.action !== 'stop';
  return (
    <div className="run-controls">
      <MainButton target={target} situation={situation} next={next} isLoud={isLoud} />
      <Menu items={runMenuItems(app, target, situation)} align="end">
        <IconButton
          icon={ChevronDown}
          label="More to build and run"
          className={classNames('run-more', isLoud && 'run-more-primary')}
        />
      </Menu>
    </div>
  );
}

/** Milliseconds in which a click is still meant for what the button said before, e.g. the second one of a double click. */
const settlingTime = 400;

interface MainButtonProps {
  readonly target: Target;
  readonly situation: Situation;
  readonly next: NextAction;
  readonly isLoud: boolean;
}

/** One element whatever it says, so that the keyboard stays on it from the start of the work to its end. */
function MainButton({ target, situation, next, isLoud }: MainButtonProps) {
  const app = useApp();
  const isSettled = useSettled(next.kind === 'action' ? next.action : next.kind);
  const isWorking = next.kind === 'working';
  const isOffered = next.kind === 'action' || (isWorking && !next.work.cancelling);
  const canPress = isOffered && isSettled;
  const cancel = (): void =>
    void cancelWork(app, target).catch((thrown) =>
      app.notifications.fail('It could not be cancelled', thrown),
    );
  function press(): void {
    if (!canPress) return;
    if (isWorking) cancel();
    else void app.commands.execute(runCommands.next);
  }
  return (
    <Tooltip {...tooltipOf(app, target, next)}>
      <button
        type="button"
        className={classNames(
          'button',
          isLoud ? 'button-primary' : 'button-normal',
          'run-button',
          isWorking && 'run-work',
          !isOffered && 'run-inert',
        )}
        aria-disabled={!canPress}
        onClick={press}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && isWorking && canPress) cancel();
        }}
      >
        {next.kind === 'working' && <WorkWords target={target} situation={situation} work={next.work} />}
        {next.kind === 'waiting' && <span className="truncate">{next.label} …</span>}
        {next.kind === 'action' && <ActionWords action={next.action} label={next.label} />}
      </button>
    </Tooltip>
  );
}

/** Whether something has stayed the same for a moment. */
function useSettled(what: string): boolean {
  const [settledOn, setSettledOn] = useState(what);
  useEffect(() => {
    const timer = setTimeout(() => setSettledOn(what), settlingTime);
    return () => clearTimeout(timer);
  }, [what]);
  return settledOn === what;
}

function tooltipOf(app: AppContext, target: Target, next: NextAction) {
  switch (next.kind) {
    case 'working':
      return { label: 'Cancel', shortcut: 'Escape' };
    case 'waiting':
      return { label: 'The engine has not answered yet' };
    case 'action':
      return {
        label: lineFor(app, next.action, target),
        shortcut: nextShortcut,
      };
  }
}

function ActionWords({ action, label }: { readonly action: ActionName; readonly label: string }) {
  const { icon: Icon } = actionTexts[action];
  return (
    <>
      <Icon size={16} aria-hidden />
      <span className="truncate">{label}</span>
    </>
  );
}

interface WorkWordsProps {
  readonly target: Target;
  readonly situation: Situation;
  readonly work: Work;
}

function WorkWords({ target, situation, work }: WorkWordsProps) {
  const progress = useProgress(useApp(), target, situation, work);
  const elapsed = useNow(true) - progress.startedAt;
  const share = progress.expected > 0 ? Math.min(100, (progress.done / progress.expected) * 100) : 0;
  return (
    <>
      <span className="run-share" style={{ width: `${share}%` }} aria-hidden />
      <StateIcon state="working" />
      <span className="run-words truncate tabular">{progress.words}</span>
      <span className="run-clock tabular">{clock(elapsed)}</span>
      <span className="visually-hidden">, press to cancel</span>
      <Square size={12} aria-hidden className="run-cancel" />
    </>
  );
}
