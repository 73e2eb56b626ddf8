/** How each line of the test script went last, as marks beside the text. */
import type { editor as MonacoEditor } from 'monaco-editor/editor';
import type { AppContext } from '#renderer/app/context.ts';
import { editorOf, type LoadedMonaco } from '#renderer/features/editor/editor.ts';
import { whenMonacoIsLoaded } from '#renderer/platform/monaco/loadMonaco.ts';
import { duration } from '#renderer/ui/words.ts';
import { promptsOf } from '../prompt/prompts.ts';
import { type Statement, sessionTextsOf, testRunsOf } from '../testRuns.ts';
import type { ScriptLines } from './editedScript.ts';
import { linesOfRun, placeOf } from './places.ts';
import './LineResults.css';

export interface LineResult {
  readonly state: Statement['state'];
  readonly durationMs: number;
  readonly times: number;
}

interface Source {
  readonly lines: ScriptLines;
  readonly statements: readonly Statement[];
}

/** The worst that happened at each line; groups are as good as what is in them, and speak for themselves. */
export function resultsByLine(statements: readonly Statement[]): Map<number, LineResult> {
  const results = new Map<number, LineResult>();
  for (const { line, kind, state, durationMs = 0 } of statements) {
    if (line === null || kind === 'log') continue;
    const before = results.get(line) ?? { state: 'passed', durationMs: 0, times: 0 };
    const worst = before.state === 'failed' || state === 'passed' ? before.state : state;
    results.set(line, { state: worst, durationMs: before.durationMs + durationMs, times: before.times + 1 });
  }
  return results;
}

/** Milliseconds between drawings: statements can be many. */
const pause = 150;

export function showLineResults(app: AppContext): void {
  whenMonacoIsLoaded(() => {
    void editorOf(app)
      .load()
      .then((loaded) => follow(app, loaded));
  });
}

function follow(app: AppContext, { monaco, models }: LoadedMonaco): void {
  const { files } = editorOf(app);
  const drawn = new Map<MonacoEditor.ITextModel, string[]>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  function draw(): void {
    timer = undefined;
    const byFile = new Map<string, Map<number, LineResult>>();
    for (const { lines, statements } of sources(app)) {
      for (const [line, result] of resultsByLine(statements)) {
        const place = placeOf(app, lines, line);
        if (place === null) continue;
        const results = byFile.get(place.file) ?? new Map<number, LineResult>();
        byFile.set(place.file, results.set(place.line, result));
      }
    }
    for (const [model] of drawn) if (model.isDisposed()) drawn.delete(model);
    for (const path of Object.keys(files.getState().files)) {
      const file = files.find(path);
      if (file === undefined || !models.has(file)) continue;
      const model = models.of(file);
      const marks = [...(byFile.get(path) ?? [])].map(([line, result]) => markOf(monaco, line, result));
      drawn.set(model, model.deltaDecorations(drawn.get(model) ?? [], marks));
    }
  }

  const later = (): void => {
    if (timer === undefined) timer = setTimeout(draw, pause);
  };
  testRunsOf(app).subscribe(later);
  sessionTextsOf(app).subscribe(later);
  models.onMade(later);
}

/** What was run, the latest last: the last test run, and what was run of the script since. */
function sources(app: AppContext): Source[] {
  const test = Object.values(testRunsOf(app).getState().runs).at(-1);
  const run: Source[] =
    test?.script == null ? [] : [{ lines: linesOfRun(app, test.script), statements: test.statements }];
  const since = test?.statements[0]?.startedAt ?? 0;
  const target = app.workspace.target();
  const { cells } = promptsOf(app).getState();
  const texts = Object.values(cells).flat();
  const { runs } = sessionTextsOf(app).getState();
  return [
    ...run,
    ...texts.flatMap((cell): Source[] => {
      if (cell.kind !== 'text' || cell.lines === null || cell.job === null || cell.at < since) return [];
      const statements = runs[cell.job]?.statements;
      return statements === undefined || target === null ? [] : [{ lines: cell.lines, statements }];
    }),
  ];
}

const words = { passed: 'Passed', failed: 'Failed', running: 'Running' } as const;

function markOf(
  { Range, editor }: LoadedMonaco['monaco'],
  line: number,
  { state, durationMs, times }: LineResult,
): MonacoEditor.IModelDeltaDecoration {
  const often = times > 1 ? `, ${times} times` : '';
  const took = state === 'running' ? '' : ` in ${duration(durationMs)}`;
  return {
    range: new Range(line, 1, line, 1),
    options: {
      linesDecorationsClassName: `line-result line-${state}`,
      linesDecorationsTooltip: `${words[state]}${took}${often}`,
      stickiness: editor.TrackedRangeStickiness.NeverGrowsWhenTypingAtEdges,
    },
  };
}
