/** How far the test is or how it ended, the views of it, and what can be done. */
import { FileDown, FlaskConical, SquareChevronRight, X } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { obstacle } from '#renderer/features/run/actions.ts';
import { actionTexts } from '#renderer/features/run/actionTexts.ts';
import { operationsOf } from '#renderer/features/run/operate.ts';
import { operationOn } from '#renderer/features/run/operations.ts';
import { cancelWork } from '#renderer/features/run/perform.ts';
import { useSituation } from '#renderer/features/run/readSituation.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { StateLabel, type StateName } from '#renderer/ui/StateLabel.tsx';
import { useNow } from '#renderer/ui/useNow.ts';
import { ago, clock, count, duration } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import type { RunSummary } from '#shared/contract/tests.ts';
import { ReportDialog } from './ReportDialog.tsx';
import { choiceOf, type Shown, type ShownRun, type TestsView } from './runs/shownRun.ts';
import { testCommands } from './scripts/runScript.ts';

const views: readonly (readonly [TestsView, string])[] = [
  ['timeline', 'Timeline'],
  ['runs', 'Earlier runs'],
  ['flavours', 'Side by side'],
];

export const outcomes: Readonly<
  Record<RunSummary['outcome'], { readonly state: StateName; readonly word: string }>
> = {
  passed: { state: 'running', word: 'Passed' },
  failed: { state: 'failed', word: 'Failed' },
  cancelled: { state: 'absent', word: 'Cancelled' },
};

interface TestsHeaderProps {
  readonly target: Target;
  readonly shown: Shown;
  readonly view: TestsView;
}

export function TestsHeader({ target, shown, view }: TestsHeaderProps) {
  const app = useApp();
  const { commands, notifications } = app;
  const situation = useSituation(app, target);
  const operation = useSlice(operationsOf(app), (state) => operationOn(state, target));
  const [isSaving, setSaving] = useState(false);
  const run = shown.kind === 'run' ? shown.run : null;
  const saved = run === null || run.phase === 'running' ? null : run;
  const reason = obstacle('test', situation);
  const cancel = (): void =>
    void cancelWork(app, target).catch((thrown) =>
      notifications.fail('The test could not be cancelled', thrown),
    );
  return (
    <header className="tests-header">
      <Views view={view} onChange={(next) => choiceOf(app).dispatch({ view: next })} />
      <div className="tests-summary">
        {run !== null && view === 'timeline' && <Summary run={run} target={target} />}
        {shown.kind === 'problem' && <StateLabel state="failed">Could not run</StateLabel>}
      </div>
      {saved?.run != null && view === 'timeline' && (
        <Button look="quiet" icon={FileDown} onClick={() => setSaving(true)}>
          Save report…
        </Button>
      )}
      <Button
        look="quiet"
        icon={SquareChevronRight}
        onClick={() => void commands.execute(testCommands.prompt)}
      >
        Python prompt
      </Button>
      {run?.phase === 'running' ? (
        <Button icon={X} disabled={operation?.cancelling ?? false} onClick={cancel}>
          Cancel
        </Button>
      ) : shown.kind === 'none' && view === 'timeline' ? null : (
        // Where nothing has run yet, the place itself offers it.
        <Button
          icon={FlaskConical}
          disabled={reason !== null}
          title={reason ?? undefined}
          onClick={() => void commands.execute(runCommands.test)}
        >
          {run === null ? actionTexts.test.title : 'Run it again'}
        </Button>
      )}
      {saved?.run != null && (
        <ReportDialog
          open={isSaving}
          target={saved.target}
          run={saved.run}
          onClose={() => setSaving(false)}
        />
      )}
    </header>
  );
}

/** A list of tabs inside of a panel. */
function Views({
  view,
  onChange,
}: {
  readonly view: TestsView;
  readonly onChange: (view: TestsView) => void;
}) {
  function press(event: KeyboardEvent<HTMLElement>): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const index = views.findIndex(([name]) => name === view);
    const [next] = views[(index + step + views.length) % views.length] ?? ['timeline'];
    onChange(next);
    event.currentTarget.querySelector<HTMLElement>(`#tests-tab-${next}`)?.focus();
  }
  return (
    <div role="tablist" aria-label="Views of the tests" className="tests-views" onKeyDown={press}>
      {views.map(([name, title]) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tests-tab-${name}`}
          aria-selected={view === name}
          aria-controls="tests-view"
          tabIndex={view === name ? 0 : -1}
          onClick={() => onChange(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

function Summary({ run, target }: { readonly run: ShownRun; readonly target: Target }) {
  const isRunning = run.phase === 'running';
  const now = useNow(true, isRunning ? 1000 : 30_000);
  const calls = run.statements.filter(({ kind }) => kind !== 'log').length;
  const { state, word } =
    run.phase === 'running' ? ({ state: 'working', word: 'Testing' } as const) : outcomes[run.phase];
  const where =
    run.target.flavour === target.flavour && run.target.composition === target.composition
      ? ''
      : `, ${run.target.composition} on ${run.target.flavour}`;
  return (
    <p className="tabular truncate">
      <StateLabel state={state}>{word}</StateLabel>{' '}
      <span className="muted">
        {isRunning
          ? `${clock(now - run.startedAt)} · ${calls === 0 ? 'Preparing the interpreter' : count(calls, 'statement')}`
          : `${count(calls, 'statement')} in ${duration(run.durationMs ?? 0)}, ${ago(now - run.startedAt - (run.durationMs ?? 0))}${where}`}
      </span>
    </p>
  );
}
