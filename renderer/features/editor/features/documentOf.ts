import type { editor as MonacoEditor } from 'monaco-editor/editor';
import { editorOf } from '../editor.ts';
import type { LanguageDocument } from '../language/languageDocument.ts';
import type { Provider } from './registerLanguageFeatures.ts';

/** What is known of the text that a model shows; `null` for texts that are no file of the project. */
export function documentOf(
  { app, models }: Provider,
  model: Pick<MonacoEditor.ITextModel, 'uri' | 'getValueLength'>,
): LanguageDocument | null {
  const path = models.pathOf(model);
  const document = path === null ? null : editorOf(app).language.current(path);
  // A long text may be read a moment later than it is typed: no answer is better than one about another text.
  return document?.parsed.text.length === model.getValueLength() ? document : null;
}
