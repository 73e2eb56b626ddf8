/** What happens to the composition: read, typed in, saved, broken and mended. */
import { editorOf } from '#renderer/features/editor/editor.ts';
import type { Observe } from './observe.ts';
import { clientRole, compositionFile, ownLines, ownLinesOf, serverRole } from './tutorialProject.ts';

/** Milliseconds that a mistake must stand to count: between two keys nearly every text has one, and nobody reads it. */
const longEnoughToRead = 1000;

export const observeText: Observe = (app, tour) => {
  const { files, language, view } = editorOf(app);
  const text = language.document(compositionFile);
  let mistake: ReturnType<typeof setTimeout> | undefined;
  let saved: string | null = null;

  function lookAt(): void {
    const { cursor } = view.getState();
    if (cursor?.path !== compositionFile) return;
    tour.dispatch({ type: 'opened' });
    const document = text.getState();
    if (document === null) return;
    // Whoever stands at the beginning of a line reads it, though what is written there begins further on.
    const role = document.outline.roles.find(({ binding }) => {
      const first = document.parsed.lines.positionAt(binding.start).line;
      const last = document.parsed.lines.positionAt(binding.end).line;
      return first <= cursor.line && cursor.line <= last;
    });
    if (role !== undefined) tour.dispatch({ type: 'looked', role: role.name });
  }

  function select(): void {
    const { role } = app.workspace.getState().selection;
    if (role !== null) tour.dispatch({ type: 'looked', role });
  }

  function type(): void {
    const document = text.getState();
    if (document === null) return;
    tour.dispatch({ type: 'typed', lines: ownLines(document.parsed) });
    clearTimeout(mistake);
    if (document.problems.length > 0) {
      mistake = setTimeout(() => tour.dispatch({ type: 'syntax', syntax: 'broken' }), longEnoughToRead);
      return;
    }
    const roles = document.outline.roles.map(({ name }) => name);
    const whole = roles.includes(serverRole) && roles.includes(clientRole);
    tour.dispatch({ type: 'syntax', syntax: whole ? 'whole' : 'other' });
  }

  function save(): void {
    const now = files.getState().files[compositionFile]?.saved?.text ?? null;
    if (now === null || now === saved) return;
    saved = now;
    tour.dispatch({ type: 'saved', lines: ownLinesOf(now), at: Date.now() });
  }

  const stops = [
    view.subscribe(lookAt),
    app.workspace.subscribe(select),
    text.subscribe(type),
    files.subscribe(save),
  ];
  lookAt();
  select();
  type();
  save();
  return () => {
    clearTimeout(mistake);
    for (const stop of stops) stop();
  };
};
