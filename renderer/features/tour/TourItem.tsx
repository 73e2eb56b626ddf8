import { GraduationCap } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { currentStep, isComplete, steps } from './steps.ts';
import { tourOf } from './tour.ts';
import { tourCommands } from './tourCommands.ts';
import { useLacking } from './useLacking.ts';

/** The way back to the tour, in the status bar, until it is over. */
export function TourItem() {
  const app = useApp();
  const { directory, reached } = useSlice(tourOf(app), (state) => state);
  const step = currentStep(reached, useLacking().length > 0);
  if (directory === null || isComplete(reached)) return null;
  return (
    <button
      type="button"
      className="status-item"
      onClick={() => void app.commands.execute(tourCommands.continue)}
    >
      <GraduationCap size={14} aria-hidden />
      {step === null ? 'Tour' : `Tour: step ${steps.indexOf(step) + 1} of ${steps.length}`}
    </button>
  );
}
