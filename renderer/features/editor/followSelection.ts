/** The cursor and the selected role follow each other: in the text, in the picture, among the terminals. */
import type { AppContext } from '#renderer/app/context.ts';
import { constructAt } from '#shared/nixLanguage/cursor/construct.ts';
import { encloses } from '#shared/nixLanguage/text/range.ts';
import { editorOf } from './editor.ts';
import type { LanguageDocument } from './language/languageDocument.ts';
import type { Cursor } from './view.ts';

/** The role that a place in the text is about: the one whose name is there, or whose configuration it is in. */
export function roleAtOffset({ parsed, outline }: LanguageDocument, offset: number): string | null {
  const construct = constructAt(parsed, offset);
  if (construct.kind === 'role') return construct.role;
  if (construct.kind === 'test-call') return construct.role;
  const place = { start: offset, end: offset };
  const around = outline.roles.find(({ declarations }) =>
    declarations.some(({ binding }) => encloses(binding, place)),
  );
  return around?.name ?? null;
}

export function followSelection(app: AppContext): void {
  const { workspace } = app;
  const { view, language, editors } = editorOf(app);
  let frame = 0;

  function select(cursor: Cursor): void {
    const document = cursor.path.endsWith('.nix') ? language.current(cursor.path) : null;
    if (document === null) return;
    const role = roleAtOffset(document, cursor.offset);
    const { selection } = workspace.getState();
    // Between the roles nothing is meant; only what the text itself selected is taken back.
    if (role === selection.role || (role === null && selection.source !== 'editor')) return;
    workspace.select({ role, source: 'editor' });
  }

  view.subscribe(({ cursor }, previous) => {
    if (cursor === null || cursor === previous.cursor) return;
    // Keys that are held move the cursor faster than anyone looks.
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(() => select(cursor));
  });

  workspace.subscribe(({ selection }, previous) => {
    if (selection === previous.selection || selection.role === null || selection.source === 'editor') return;
    for (const path of editors.paths()) {
      const document = language.current(path);
      const role = document?.outline.roles.find(({ name }) => name === selection.role);
      const editor = editors.find(path);
      if (document == null || role === undefined || editor === undefined) continue;
      const { line, column } = document.parsed.lines.positionAt(role.nameRange.start);
      editor.setPosition({ lineNumber: line, column });
      editor.revealLineNearTop(line);
      return;
    }
  });
}
