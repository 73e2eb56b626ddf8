/** The explanation of what the cursor is on; it stays while the cursor is where there is nothing to explain. */
import { CircleQuestionMark } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { editorOf } from '#renderer/features/editor/editor.ts';
import { knowledgeOf } from '#renderer/features/editor/knowledge/knowledge.ts';
import { loadMonaco } from '#renderer/platform/monaco/loadMonaco.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { CopyButton } from '#renderer/ui/CopyButton.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import './Explain.css';
import { explainCursor } from './explainCursor.ts';
import type { Explanation } from './explanation.ts';
import { SubjectDetails } from './SubjectDetails.tsx';
import { Words } from './Words.tsx';

export default function ExplainPanel() {
  const app = useApp();
  const { language, view } = editorOf(app);
  const cursor = useSlice(view, (state) => state.cursor);
  const [shown, setShown] = useState<Explanation | null>(null);
  useEffect(() => {
    if (cursor === null) return;
    const show = (): void => {
      const found = explainCursor(app, cursor);
      if (found !== null) setShown(found);
    };
    show();
    return cursor.path.endsWith('.nix') ? language.document(cursor.path).subscribe(show) : undefined;
  }, [app, cursor, language]);
  if (shown === null) {
    return (
      <EmptyState icon={CircleQuestionMark} title="What does this mean?">
        Put the cursor on a word of the composition, and it is explained here: roles, options, packages, calls
        of the test script, and Nix itself.
      </EmptyState>
    );
  }
  const { key, title, text, here, docs, subject, language: exampleLanguage } = shown;
  const example =
    knowledgeOf(app).origin() === 'tiny' ? shown.example : (shown.nixosExample ?? shown.example);
  return (
    <article className="explain" aria-live="polite">
      <h2>{title}</h2>
      {here !== null && <p className="explain-here">{here}</p>}
      {subject !== null && <SubjectDetails key={subject.path.join('\0')} subject={subject} />}
      <p>
        <Words text={text} />
      </p>
      <Example key={key} text={example} language={exampleLanguage ?? 'nix'} />
      <p className="explain-more muted">
        More:{' '}
        {docs.startsWith('https://') ? (
          <a href={docs} target="_blank" rel="noreferrer">
            {docs.replace('https://', '')}
          </a>
        ) : (
          <code>{docs}</code>
        )}
      </p>
    </article>
  );
}

function Example({ text, language }: { readonly text: string; readonly language: string }) {
  const [colored, setColored] = useState<string | null>(null);
  useEffect(() => {
    let left = false;
    void loadMonaco().then(
      async ({ editor }) => {
        const html = await editor.colorize(text, language, { tabSize: 2 });
        if (!left) setColored(html);
      },
      // Without colours it reads as well.
      () => {},
    );
    return () => {
      left = true;
    };
  }, [text, language]);
  return (
    <div className="explain-example">
      {colored === null ? (
        <pre>{text}</pre>
      ) : (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: made by the code editor from a text of ours, which it escapes
        <pre dangerouslySetInnerHTML={{ __html: colored }} />
      )}
      <CopyButton text={text} label="Copy the example" />
    </div>
  );
}
