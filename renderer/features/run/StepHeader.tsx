/** The head of a panel about one kind of step: how far it is or how it ended, and the one thing to do about it. */
import { type LucideIcon, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import type { Target } from '#shared/contract/common.ts';
import { operationsOf } from './operate.ts';
import { operationOn } from './operations.ts';
import { cancelWork } from './perform.ts';
import './Run.css';

interface StepHeaderProps {
  readonly target: Target;
  readonly isRunning: boolean;
  /** How far it is, or how it ended. */
  readonly summary: ReactNode;
  /** What it is called when it cannot be cancelled, e.g. “The build”. */
  readonly what: string;
  /** What can be done while it does not run. */
  readonly again: {
    readonly icon: LucideIcon;
    readonly label: string;
    readonly disabled?: boolean;
    run(): void;
  };
}

export function StepHeader({ target, isRunning, summary, what, again }: StepHeaderProps) {
  const app = useApp();
  const operation = useSlice(operationsOf(app), (state) => operationOn(state, target));
  const cancel = (): void =>
    void cancelWork(app, target).catch((thrown) =>
      app.notifications.fail(`${what} could not be cancelled`, thrown),
    );
  return (
    <header className="step-header">
      {summary}
      {isRunning ? (
        <Button icon={X} disabled={operation?.cancelling ?? false} onClick={cancel}>
          Cancel
        </Button>
      ) : (
        <Button icon={again.icon} disabled={again.disabled ?? false} onClick={again.run}>
          {again.label}
        </Button>
      )}
    </header>
  );
}
