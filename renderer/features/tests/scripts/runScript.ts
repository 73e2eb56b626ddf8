/** Running parts of the test script in the session of the running nodes. */
import type { CommandKey } from '#renderer/app/commands.ts';
import type { AppContext } from '#renderer/app/context.ts';
import { editorOf } from '#renderer/features/editor/editor.ts';
import { obstacle } from '#renderer/features/run/actions.ts';
import { readSituation } from '#renderer/features/run/readSituation.ts';
import { AppError } from '#shared/errors.ts';
import { promptsOf } from '../prompt/prompts.ts';
import type { EditedScript, ScriptPart } from './editedScript.ts';
import { type Place, scriptNow } from './places.ts';

export const testCommands = {
  runLines: 'tests.run-lines' as CommandKey,
  /** From the cursor's line when no place is given. */
  runFrom: 'tests.run-from' as CommandKey<Place>,
  prompt: 'tests.prompt' as CommandKey,
} as const;

/** What the editor that had the keyboard last selects of a test script, or the line of its cursor. */
export function selectedPart(app: AppContext): (ScriptPart & { readonly script: EditedScript }) | null {
  const last = editorOf(app).editors.last();
  const selection = last?.editor.getSelection();
  const script = last === undefined ? null : scriptNow(app, last.path);
  if (selection == null || script === null) return null;
  const { startLineNumber: from, endLineNumber, endColumn } = selection;
  // A selection that ends before the first letter of a line does not mean that line.
  const to = endColumn === 1 && endLineNumber > from ? endLineNumber - 1 : endLineNumber;
  return from < script.firstLine || to > script.lastLine ? null : { script, from, to };
}

/** Runs lines and nothing else. Where the session is paused, they run inside of what waits. */
export function runLines(app: AppContext, script: EditedScript, { from, to }: ScriptPart): Promise<void> {
  const lines = to === null || to === from ? `line ${from}` : `lines ${from} to ${to}`;
  return runPart(app, script, { from, to }, `${script.path}, ${lines}`, false);
}

/** Runs the rest of the script; it waits where it fails. */
export async function runFrom(app: AppContext, script: EditedScript, from: number): Promise<void> {
  const target = app.workspace.target();
  if (target !== null) await promptsOf(app).endPause(target);
  const where = from <= script.firstLine ? 'the test script' : `the test script from line ${from} on`;
  await runPart(app, script, { from, to: null }, `${script.path}, ${where}`, true);
}

async function runPart(
  app: AppContext,
  script: EditedScript,
  { from, to }: ScriptPart,
  title: string,
  pauseOnFailure: boolean,
): Promise<void> {
  const { panels, workspace } = app;
  const target = workspace.target();
  if (target === null) return;
  const reason = obstacle('test', readSituation(app, target));
  if (reason !== null) throw new AppError('not-yet', reason);
  const { path, source, firstLine, isComputed } = script;
  const { activeElement } = document;
  panels.open('prompt');
  if (activeElement instanceof HTMLElement) activeElement.focus();
  const shown = source
    .split('\n')
    .slice(from - firstLine, to === null ? undefined : to - firstLine + 1)
    .join('\n');
  // The values that Nix puts in are in the built script alone, whose lines count from 1.
  const shift = isComputed ? firstLine - 1 : 0;
  const part = { from: Math.max(1, from - shift), to: to === null ? null : to - shift };
  await promptsOf(app).run(target, {
    ...{ shown, title, pauseOnFailure, part, fromLine: part.from },
    ...(part.to === null ? {} : { toLine: part.to }),
    ...(isComputed
      ? { lines: { file: path, source: null, first: 1, shift } }
      : {
          script: { name: path, source, firstLine },
          lines: { file: path, source, first: firstLine, shift },
        }),
  });
}
