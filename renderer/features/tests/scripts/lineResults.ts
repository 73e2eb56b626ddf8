/** How each line of the test script went last, as marks beside the text. */
import type { editor as MonacoEditor } from 'monaco-editor/editor';
import type { AppContext } from '#renderer/app/context.ts';
import { editorOf, type LoadedMonaco } from '#renderer/features/editor/editor.ts';
import { whenMonacoIsLoaded } from '#renderer/platform/monaco/loadMonaco.ts';
import { duration } from '#renderer/ui/words.ts';
import type { TextCell } from '../prompt/promptState.ts';
import { promptsOf } from '../prompt/prompts.ts';
import { keptRunsOf } from '../runs/keptRuns.ts';
import { type Statement, sessionTextsOf, type TestRun, testRunsOf } from '../testRuns.ts';
import type { ScriptLines, ScriptPart } from './editedScript.ts';
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
  /** The line of the failure: an assertion is no statement that is told. */
  readonly failedLine: number | null;
  /** Lines that were run to their end, and so have passed. */
  readonly passed: ScriptPart | null;
}

/** The worst that happened at each line; groups are as good as what is in them, and speak for themselves. */
export function resultsByLine({
  statements,
  failedLine,
}: Pick<Source, 'statements' | 'failedLine'>): Map<number, LineResult> {
  const results = new Map<number, LineResult>();
  for (const { line, kind, state, durationMs = 0 } of statements) {
    if (line === null || kind === 'log') continue;
    const before = results.get(line) ?? { state: 'passed', durationMs: 0, times: 0 };
    const worst = before.state === 'failed' || state === 'passed' ? before.state : state;
    results.set(line, { state: worst, durationMs: before.durationMs + durationMs, times: before.times + 1 });
  }
  if (failedLine !== null) {
    const before = results.get(failedLine) ?? { durationMs: 0, times: 1 };
    results.set(failedLine, { ...before, state: 'failed' });
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
    for (const source of sources(app)) {
      forgetFailures(app, byFile, source);
      for (const [line, result] of resultsByLine(source)) {
        const place = placeOf(app, source.lines, line);
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
  promptsOf(app).subscribe(later);
  keptRunsOf(app).subscribe(later);
  models.onMade(later);
}

/** What was run, the latest last: the last test run, and what was run of the script since. */
function sources(app: AppContext): Source[] {
  const test = Object.values(testRunsOf(app).getState().runs).at(-1);
  const since = test?.statements[0]?.startedAt ?? 0;
  const { cells } = promptsOf(app).getState();
  const { runs } = sessionTextsOf(app).getState();
  const texts = Object.values(cells)
    .flat()
    .filter((cell): cell is TextCell => cell.kind === 'text');
  return [
    ...(test === undefined ? [] : sourceOfRun(app, test)),
    ...texts.flatMap(({ lines, job, at, end, part }): Source[] => {
      if (lines === null || job === null || at < since) return [];
      const result = end?.kind === 'ended' ? end.result : null;
      const passed = result?.failure === null ? part : null;
      const failedLine = result?.failure?.line ?? null;
      return [{ lines, failedLine, passed, statements: runs[job]?.statements ?? [] }];
    }),
  ];
}

function sourceOfRun(app: AppContext, { script, statements }: TestRun): Source[] {
  if (script === null) return [];
  const ended = keptRunsOf(app)
    .getState()
    .runs.find(({ run }) => run === script.run);
  return [
    { lines: linesOfRun(app, script), statements, failedLine: ended?.failure?.line ?? null, passed: null },
  ];
}

/** Assertions that pass are not told: that the lines around them were run to their end says it. */
function forgetFailures(
  app: AppContext,
  byFile: ReadonlyMap<string, Map<number, LineResult>>,
  { lines, passed }: Source,
): void {
  if (passed === null) return;
  const first = placeOf(app, lines, passed.from);
  const last = passed.to === null ? null : placeOf(app, lines, passed.to);
  const results = first === null ? undefined : byFile.get(first.file);
  if (first === null || results === undefined) return;
  for (const [line, { state }] of results) {
    if (state === 'failed' && line >= first.line && line <= (last?.line ?? Infinity)) results.delete(line);
  }
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
