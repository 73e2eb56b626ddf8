/** Everything that is wrong now: what the parser finds while typing, and what Nix and the last jobs said. */
import type { AppContext } from '#renderer/app/context.ts';
import { perApp } from '#renderer/features/run/perApp.ts';
import type { JobSummary } from '#renderer/store/jobs.ts';
import { createSlice, type ReadableSlice } from '#renderer/store/slice.ts';
import type { ErrorCode } from '#shared/errors.ts';
import { editorOf } from '../editor.ts';
import { evaluationOf } from '../evaluation.ts';
import { languageServerOf } from '../languageServer/languageServer.ts';
import { arrangeProblems, engineProblem, type Problem, serverProblem, textProblems } from './problem.ts';

/** The problems of a window, in the order in which they are shown; the same list until one changes. */
export const problemsOf = perApp<ReadableSlice<readonly Problem[]>>(createProblems);

function createProblems(app: AppContext): ReadableSlice<readonly Problem[]> {
  const { files, language } = editorOf(app);
  const slice = createSlice<readonly Problem[], readonly Problem[]>([], (_, next) => next);
  const followed = new Map<string, () => void>();
  /** When files last changed on disk: what a job said before is about another text. */
  let changedAt = 0;
  let engine: readonly Problem[] = [];

  function update(): void {
    const text = [...followed.keys()].flatMap((path) => {
      const document = language.current(path);
      return document === null ? [] : textProblems(path, document.parsed);
    });
    const next = arrangeProblems(text, engine, serverProblems());
    // Nearly every keystroke: nothing is wrong, and nobody has to look.
    if (next.length > 0 || slice.getState().length > 0) slice.dispatch(next);
  }

  function serverProblems(): Problem[] {
    const { diagnostics } = languageServerOf(app).getState();
    return [...followed.keys()].flatMap((path) =>
      (diagnostics[path] ?? []).map((diagnostic) => serverProblem(path, diagnostic)),
    );
  }

  function updateEngine(): void {
    const { directory } = files.getState();
    const { problem } = evaluationOf(app).getState();
    const nix =
      directory !== null && problem !== null && isAboutText(problem.code)
        ? [engineProblem(problem.toJSON(), 'nix', directory)]
        : [];
    const next = [...nix, ...(directory === null ? [] : jobProblems(directory))];
    if (next.length === 0 && engine.length === 0) return;
    engine = next;
    update();
  }

  function jobProblems(directory: string): Problem[] {
    const jobs = Object.values(app.jobs.getState().byId);
    return (['build', 'test'] as const).flatMap((kind) => {
      const last = jobs
        .filter((job) => job.kind === kind)
        .toSorted(byStart)
        .at(-1);
      const error = last?.end?.error;
      if (error == null || last === undefined || last.startedAt < changedAt) return [];
      return error.details.position === undefined ? [] : [engineProblem(error, kind, directory)];
    });
  }

  function followFiles(): void {
    const open = Object.keys(files.getState().files).filter((path) => path.endsWith('.nix'));
    for (const [path, stop] of followed) {
      if (open.includes(path)) continue;
      stop();
      followed.delete(path);
    }
    for (const path of open) {
      if (!followed.has(path)) followed.set(path, language.document(path).subscribe(update));
    }
    update();
  }

  let open = files.getState().files;
  files.subscribe((state) => {
    const isSame = Object.keys(state.files).join('\n') === Object.keys(open).join('\n');
    open = state.files;
    if (!isSame) followFiles();
  });
  evaluationOf(app).subscribe(updateEngine);
  languageServerOf(app).subscribe((state, before) => {
    if (state.diagnostics !== before.diagnostics) update();
  });
  app.jobs.subscribe(updateEngine);
  app.client.projects.changed
    .subscribe(({ directory, paths }) => {
      if (directory !== files.getState().directory || !paths.some((path) => path.endsWith('.nix'))) return;
      changedAt = Date.now();
      updateEngine();
    })
    // The window says once for all that changes are not noticed.
    .catch(() => {});
  return slice;
}

const byStart = (one: JobSummary, other: JobSummary): number => one.startedAt - other.startedAt;

/** A machine without Nix, or a lost engine, is no problem of the text. */
function isAboutText(code: ErrorCode): boolean {
  return code === 'nix-evaluation' || code === 'bad-input' || code === 'not-found' || code === 'unsupported';
}
