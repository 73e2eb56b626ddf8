/** Where statements stand in the project's files, as they are now. */
import type { AppContext } from '#renderer/app/context.ts';
import { editorOf } from '#renderer/features/editor/editor.ts';
import type { RunScript } from '../testRuns.ts';
import { type EditedScript, editedScript, lineNow, type ScriptLines } from './editedScript.ts';

export interface Place {
  /** Relative to the project. */
  readonly file: string;
  readonly line: number;
}

/** The test script of the open project as it is in the editor; of another file than the composition if one is named. */
export function scriptNow(app: AppContext, path: string | null = compositionFile(app)): EditedScript | null {
  const document = path === null ? null : editorOf(app).language.document(path).getState();
  return document === null ? null : editedScript(document);
}

export function compositionFile({ workspace }: AppContext): string | null {
  const { project } = workspace.getState();
  return project.phase === 'open' ? project.project.compositionFile : null;
}

/** The lines of a run that the engine has told of. */
export function linesOfRun(app: AppContext, { source, position }: RunScript): ScriptLines {
  const directory = app.workspace.target()?.directory ?? '';
  const file = position === null ? null : position.file.replace(`${directory}/`, '');
  return { file, source, first: 1, shift: (position?.firstLine ?? 1) - 1 };
}

export function placeOf(app: AppContext, lines: ScriptLines | null, line: number | null): Place | null {
  if (lines === null || lines.file === null || line === null) return null;
  return { file: lines.file, line: lineNow(line, lines, scriptNow(app, lines.file)) };
}
