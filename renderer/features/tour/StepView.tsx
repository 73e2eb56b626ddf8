/** One step: its state in a row, and below it what to do, why, and how far it is. */
import { ChevronRight, CircleDot, Lightbulb, LocateFixed } from 'lucide-react';
import { useId } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import { list } from '#renderer/ui/words.ts';
import { GoalList } from './GoalList.tsx';
import { Mistake } from './Mistake.tsx';
import { showMe } from './showMe.ts';
import { nextGoal, type Step, type StepState } from './steps.ts';
import { tourOf } from './tour.ts';
import { goalWords, stepWords } from './tourWords.ts';
import { fetchCommand } from './tutorialProject.ts';
import { useStuck } from './useStuck.ts';

export interface StepViewProps {
  readonly step: Step;
  readonly number: number;
  readonly state: StepState;
  /** What is missing on this machine. */
  readonly lacking: readonly string[];
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

export function StepView({ step, number, state, lacking, isOpen, onToggle }: StepViewProps) {
  const body = useId();
  return (
    <li className="tour-step" aria-current={state === 'now' ? 'step' : undefined}>
      <h3>
        <button
          type="button"
          className="tour-step-title"
          aria-expanded={isOpen}
          aria-controls={isOpen ? body : undefined}
          onClick={onToggle}
        >
          <StepIcon state={state} />
          <span className="tour-step-name">
            {number}. {stepWords[step.name].title}
          </span>
          <span className="tour-step-state">{stateWords[state]}</span>
          <ChevronRight size={16} aria-hidden className="tour-chevron" />
        </button>
      </h3>
      {isOpen && (
        <div id={body} className="tour-step-body">
          <StepBody step={step} state={state} lacking={lacking} />
        </div>
      )}
    </li>
  );
}

const stateWords: Readonly<Record<StepState, string>> = {
  done: 'Done',
  now: 'Now',
  later: 'Later',
  lacking: 'Not here yet',
};

function StepIcon({ state }: { readonly state: StepState }) {
  switch (state) {
    case 'done':
      return <StateIcon state="running" />;
    case 'now':
      return <CircleDot size={16} aria-hidden className="tour-now" />;
    case 'later':
      return <StateIcon state="absent" />;
    case 'lacking':
      return <StateIcon state="stale" />;
  }
}

function StepBody({ step, state, lacking }: Pick<StepViewProps, 'step' | 'state' | 'lacking'>) {
  const app = useApp();
  const reached = useSlice(tourOf(app), (tour) => tour.reached);
  const next = nextGoal(step, reached);
  const isStuck = useStuck(state === 'now' ? next : null);
  const { what, why } = stepWords[step.name];
  return (
    <>
      <p>{what}</p>
      {step.name === 'look' && <CommandLine command={fetchCommand} />}
      <p className="muted">{why}</p>
      <GoalList goals={step.goals} reached={reached} />
      {step.name === 'mend' && state === 'now' && <Mistake />}
      {state === 'lacking' && (
        <div className="tour-lacking">
          <p>Missing on this machine: {list(lacking)}. The other steps can be taken without.</p>
          <Button onClick={() => void app.commands.execute(frameCommands.doctor)}>See how to get it</Button>
        </div>
      )}
      <div role="status">
        {isStuck && next !== null && (
          <p className="tour-hint">
            <Lightbulb size={16} aria-hidden />
            <span>{goalWords[next].hint}</span>
          </p>
        )}
      </div>
      {next !== null && state === 'now' && (
        <div className="tour-buttons">
          <Button icon={LocateFixed} onClick={() => void showMe(app, next)}>
            Show me
          </Button>
        </div>
      )}
    </>
  );
}
