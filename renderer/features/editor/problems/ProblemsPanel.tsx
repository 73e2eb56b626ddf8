/** All problems as a list: where, what, and what to do about it. */
import { CircleCheck } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import { editText, showPlace } from '../editor.ts';
import { evaluationOf } from '../evaluation.ts';
import './Problems.css';
import type { Problem } from './problem.ts';
import { problemsOf } from './problems.ts';

const found: Readonly<Record<Problem['source'], string>> = {
  text: 'While typing',
  nix: 'Nix',
  build: 'Last build',
  test: 'Last test',
  server: 'Language server',
};

export default function ProblemsPanel() {
  const app = useApp();
  const problems = useSlice(problemsOf(app), (all) => all);
  const { asking, answer, problem: unasked } = useSlice(evaluationOf(app), (state) => state);
  if (problems.length === 0) {
    return (
      <EmptyState icon={CircleCheck} title="No problems">
        {asking
          ? 'The text has no syntax mistake. Nix is asked now whether it also means something.'
          : unasked !== null
            ? `The text has no syntax mistake. Nix could not be asked whether it also means something: ${unasked.message}`
            : answer === null
              ? 'Syntax mistakes are shown here as you type; what Nix finds is added after saving.'
              : 'The text has no syntax mistake, and Nix could evaluate what was saved.'}
      </EmptyState>
    );
  }
  return (
    <ul className="problems" aria-label="Problems">
      {problems.map((problem, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two problems can be alike in everything but their place in the list
        <li key={`${index} ${problem.message}`}>
          <ProblemEntry problem={problem} />
        </li>
      ))}
    </ul>
  );
}

function ProblemEntry({ problem }: { readonly problem: Problem }) {
  const app = useApp();
  const { place, message, hint, source, severity, fix, error } = problem;
  if (place === null) return error === null ? null : <ErrorNotice error={error} />;
  const { path, line, column } = place;
  return (
    <div className="problem">
      <button type="button" className="problem-open" onClick={() => showPlace(app, path, line, column)}>
        <StateIcon state={severity === 'error' ? 'failed' : 'stale'} />
        <span className="problem-words">
          <span>{message}</span>
          {hint !== null && <span className="muted">{hint}</span>}
        </span>
        <span className="problem-place muted tabular">
          {found[source]} · {path}:{line}:{column}
        </span>
      </button>
      {fix !== null && (
        <Button look="quiet" onClick={() => void editText(app, path, [fix])}>
          Put it right
        </Button>
      )}
    </div>
  );
}
