import { useApp } from '#renderer/app/context.ts';
import { showPlace, useLanguageDocument } from '#renderer/features/editor/editor.ts';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import { compositionFile } from './tutorialProject.ts';

/** The first mistake in the text as the editor tells it: here it can be read in peace. */
export function Mistake() {
  const app = useApp();
  const document = useLanguageDocument(app, compositionFile);
  const [problem] = document?.problems ?? [];
  if (document === null || problem === undefined) return null;
  const { line, column } = document.parsed.lines.positionAt(problem.start);
  return (
    <div className="tour-mistake">
      <StateIcon state="failed" />
      <div>
        <p>{problem.message}</p>
        <p className="muted">{problem.hint}</p>
        <button type="button" className="link" onClick={() => showPlace(app, compositionFile, line, column)}>
          <code>{`${compositionFile}:${line}:${column}`}</code>
        </button>
      </div>
    </div>
  );
}
