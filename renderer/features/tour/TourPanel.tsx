/** The tour beside everything else: its steps, and what there is to do in the one that is open. */
import { useEffect, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import type { PanelProps } from '#renderer/app/panels.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { list } from '#renderer/ui/words.ts';
import { StepView } from './StepView.tsx';
import { currentStep, isComplete, type StepName, stepStates, steps } from './steps.ts';
import './Tour.css';
import { tourOf } from './tour.ts';
import { tourCommands } from './tourCommands.ts';
import { stepWords } from './tourWords.ts';
import { useLacking } from './useLacking.ts';

export default function TourPanel({ close }: PanelProps) {
  const app = useApp();
  const { directory, reached } = useSlice(tourOf(app), (state) => state);
  const lacking = useLacking();
  const states = stepStates(reached, lacking.length > 0);
  const current = currentStep(reached, lacking.length > 0);
  const now = current?.name ?? null;
  const [open, setOpen] = useState<StepName | null>(now);
  // Whatever was looked up meanwhile, the next step comes forward.
  useEffect(() => setOpen(now), [now]);

  if (directory === null)
    return <p className="tour-notice muted">The tour is about the tutorial, which is not open.</p>;
  return (
    <div className="tour">
      <p className="tour-lead muted">
        Five short steps through everything you will do here. Each is ticked when it has really happened.
      </p>
      <ol className="tour-steps">
        {steps.map((step, index) => (
          <StepView
            key={step.name}
            step={step}
            number={index + 1}
            state={states[step.name]}
            lacking={lacking}
            isOpen={open === step.name}
            onToggle={() => setOpen(open === step.name ? null : step.name)}
          />
        ))}
      </ol>
      <p className="visually-hidden" role="status">
        {current === null
          ? 'No step is left.'
          : `Step ${steps.indexOf(current) + 1} of ${steps.length}: ${stepWords[current.name].title}`}
      </p>
      {isComplete(reached) ? (
        <section className="tour-end" aria-labelledby="tour-end">
          <h3 id="tour-end">You have been through all of it</h3>
          <p>
            You changed a system, built it, looked inside and mended it. The comments at the end of
            composition.nix have three things to try next.
          </p>
          <div className="tour-buttons">
            <Button onClick={() => void app.commands.execute(runCommands.test)}>Run the test script</Button>
            <Button look="quiet" onClick={close}>
              Close the tour
            </Button>
            <Button look="quiet" onClick={() => void app.commands.execute(tourCommands.restart)}>
              Begin anew
            </Button>
          </div>
        </section>
      ) : (
        current === null && (
          <p className="tour-end muted">
            Missing on this machine for the steps that are left: {list(lacking)}. The tour goes on as soon as
            it is there.
          </p>
        )
      )}
    </div>
  );
}
