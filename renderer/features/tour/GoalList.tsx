import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import type { Goal } from './steps.ts';
import { goalWords } from './tourWords.ts';

export interface GoalListProps {
  readonly goals: readonly Goal[];
  readonly reached: readonly Goal[];
}

/** What must have happened, and what has. */
export function GoalList({ goals, reached }: GoalListProps) {
  return (
    <ul className="tour-goals">
      {goals.map((goal) => {
        const isReached = reached.includes(goal);
        return (
          <li key={goal} className={isReached ? undefined : 'muted'}>
            <StateIcon state={isReached ? 'running' : 'absent'} />
            <span>
              {goalWords[goal].reached}
              <span className="visually-hidden">{isReached ? ': yes' : ': not yet'}</span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
