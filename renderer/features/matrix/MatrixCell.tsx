import { FlaskConical } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { actionItem } from '#renderer/features/run/actionItems.ts';
import type { ActionName } from '#renderer/features/run/actions.ts';
import { nextAction } from '#renderer/features/run/nextAction.ts';
import { useSituation } from '#renderer/features/run/readSituation.ts';
import { doing } from '#renderer/features/run/steps.ts';
import { lastResult, testResults } from '#renderer/features/tests/lastResults.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { classNames } from '#renderer/ui/classNames.ts';
import { Menu, type MenuItem } from '#renderer/ui/Menu.tsx';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import { ago } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import type { TargetStatus } from '#shared/contract/deployments.ts';
import { type CellWords, cellWords } from './matrix.ts';

interface MatrixCellProps {
  readonly target: Target;
  readonly status: TargetStatus | undefined;
  /** Whether the rest of the window is about it. */
  readonly isChosen: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly tabIndex: number;
  readonly onFocus: () => void;
}

const others: readonly ActionName[] = ['build', 'start', 'start-with', 'restart', 'stop', 'test', 'dry-run'];

export function MatrixCell({ target, status, isChosen, now, tabIndex, onFocus }: MatrixCellProps) {
  const app = useApp();
  const situation = useSituation(app, target);
  useSlice(testResults, (version) => version);
  const test = lastResult(target);
  const builtAt = status?.builtAt ?? null;
  const { work } = situation;
  const words: CellWords =
    work !== null
      ? { state: 'working', word: doing[work.doing], detail: null }
      : cellWords(status, builtAt === null ? null : ago(now - builtAt));
  const next = nextAction(situation);
  const shown = next.kind === 'action' && !others.includes(next.action) ? [next.action, ...others] : others;
  const items: MenuItem[] = [
    {
      kind: 'choice',
      label: 'Show this one in the window',
      chosen: isChosen,
      run: () => app.workspace.choose({ composition: target.composition, flavour: target.flavour }),
    },
    { kind: 'separator' },
    ...shown.map((action) => actionItem(app, action, target, situation, isChosen)),
  ];
  return (
    <Menu items={items}>
      <button
        type="button"
        className={classNames('matrix-cell', isChosen && 'matrix-chosen')}
        tabIndex={tabIndex}
        onFocus={onFocus}
      >
        <span className="visually-hidden">
          {target.composition} on {target.flavour}
          {isChosen && ', shown in the window'}:
        </span>
        <StateLabel state={words.state}>{words.word}</StateLabel>
        <span className="matrix-detail muted tabular">
          {words.detail}
          {test !== null && (
            <span className="matrix-test">
              <FlaskConical size={12} aria-hidden />
              {test.passed ? 'passed' : 'failed'} {ago(now - test.at)}
            </span>
          )}
        </span>
      </button>
    </Menu>
  );
}
