import {
  CircleCheck,
  CircleDashed,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from 'lucide-react';
import './StateLabel.css';
import { classNames } from './classNames.ts';

/** The five states that have a colour. `stale` also stands for degraded, e.g. a warning. */
export type StateName = 'absent' | 'working' | 'running' | 'stale' | 'failed';

const icons: Readonly<Record<StateName, LucideIcon>> = {
  absent: CircleDashed,
  working: LoaderCircle,
  running: CircleCheck,
  stale: TriangleAlert,
  failed: CircleX,
};

export interface StateLabelProps {
  readonly state: StateName;
  /** The state in words. A state is never colour alone. */
  readonly children: string;
  /** On a faint surface of its colour. */
  readonly filled?: boolean;
}

export function StateLabel({ state, children, filled = false }: StateLabelProps) {
  return (
    <span className={classNames('state-label', `state-${state}`, filled && 'state-filled')}>
      <StateIcon state={state} />
      {children}
    </span>
  );
}

/** The icon alone, where the word stands beside it anyway. */
export function StateIcon({ state, size = 16 }: { readonly state: StateName; readonly size?: number }) {
  const Icon = icons[state];
  return <Icon size={size} aria-hidden className={classNames('state-icon', `state-${state}`)} />;
}
