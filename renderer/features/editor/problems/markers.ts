/** Problems under the text where they are. */
import type { editor as MonacoEditor } from 'monaco-editor/editor';
import type { ReadableSlice } from '#renderer/store/slice.ts';
import type { LoadedMonaco } from '../editor.ts';
import type { OpenFiles } from '../files/openFiles.ts';
import type { Problem, ProblemPlace } from './problem.ts';

const sources: Readonly<Record<Problem['source'], string>> = {
  text: 'syntax',
  nix: 'Nix',
  build: 'build',
  test: 'test',
  server: 'language server',
};

/**
 * Keeps the marks of all open files up. What the engine or a language server said is marked once and then moves with
 * the text; what the parser says is marked anew with each keystroke.
 */
export function followProblems(
  { monaco, models }: LoadedMonaco,
  files: OpenFiles,
  problems: ReadableSlice<readonly Problem[]>,
): void {
  const shown = {
    text: new Map<string, string>(),
    engine: new Map<string, string>(),
    server: new Map<string, string>(),
  };

  function mark(owner: keyof typeof shown, wanted: readonly Problem[]): void {
    const byPath = Map.groupBy(wanted, ({ place }) => place?.path ?? '');
    for (const path of new Set([...byPath.keys(), ...shown[owner].keys()])) {
      const file = files.find(path);
      const mine = byPath.get(path) ?? [];
      const key = JSON.stringify(mine.map(({ place, message, hint }) => [place, message, hint]));
      if (shown[owner].get(path) === key) continue;
      if (file === undefined || !models.has(file)) {
        shown[owner].delete(path);
        continue;
      }
      const model = models.of(file);
      monaco.editor.setModelMarkers(
        model,
        `nxc-${owner}`,
        mine.flatMap((problem) => markerOf(monaco, model, problem) ?? []),
      );
      shown[owner].set(path, key);
    }
  }

  function update(): void {
    const by = Map.groupBy(problems.getState(), ({ source }) => ownerOf(source));
    for (const owner of ['text', 'engine', 'server'] as const) mark(owner, by.get(owner) ?? []);
  }
  problems.subscribe(update);
  models.onMade(update);
  update();
}

const ownerOf = (source: Problem['source']): 'text' | 'engine' | 'server' =>
  source === 'text' || source === 'server' ? source : 'engine';

function markerOf(
  monaco: LoadedMonaco['monaco'],
  model: MonacoEditor.ITextModel,
  { place, message, hint, source, severity }: Problem,
): MonacoEditor.IMarkerData | null {
  if (place === null) return null;
  return {
    ...rangeOf(model, place),
    message: hint === null ? message : `${message}\n${hint}`,
    severity: severity === 'error' ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
    source: sources[source],
  };
}

function rangeOf(model: MonacoEditor.ITextModel, { line: wanted, column, endLine, endColumn }: ProblemPlace) {
  const startLineNumber = Math.min(wanted, model.getLineCount());
  const start = { startLineNumber, startColumn: column };
  if (endLine !== null && endColumn !== null) {
    // Something that is missing has no width of its own; a mark needs some.
    const isEmpty = endLine === wanted && endColumn === column;
    return { ...start, endLineNumber: endLine, endColumn: isEmpty ? column + 1 : endColumn };
  }
  // The whole path of an option, and not its first name alone.
  const line = model.getLineContent(startLineNumber).slice(column - 1);
  const path = /^[\w'-]+(?:\.(?:[\w'-]+|"[^"]*"))*/.exec(line)?.[0] ?? line;
  const end = column + path.length;
  return { ...start, endLineNumber: startLineNumber, endColumn: Math.max(end, column + 1) };
}
