import { useEffect, useRef } from 'react';
import { useApp } from '#renderer/app/context.ts';
import './Editor.css';
import { editorOf } from './editor.ts';
import { editorOptions } from './editorOptions.ts';

export interface SideBySideProps {
  readonly path: string;
  readonly theirs: string;
}

/** Theirs to look at, mine to edit: the right side is the very text that the file's tab shows. */
export function SideBySide({ path, theirs }: SideBySideProps) {
  const app = useApp();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { files, load } = editorOf(app);
    let leave = (): void => {};
    let left = false;
    void Promise.all([load(), files.open(path)]).then(([{ monaco, models }, file]) => {
      if (left || place.current === null) return;
      const mine = models.of(file);
      const original = monaco.editor.createModel(theirs, mine.getLanguageId());
      const diff = monaco.editor.createDiffEditor(place.current, {
        ...editorOptions(app.settings.getState().settings),
        originalAriaLabel: 'What another program wrote',
        modifiedAriaLabel: 'What you have',
        originalEditable: false,
        renderMarginRevertIcon: true,
        useInlineViewWhenSpaceIsLimited: false,
      });
      diff.setModel({ original, modified: mine });
      leave = () => {
        diff.setModel(null);
        diff.dispose();
        original.dispose();
      };
    });
    return () => {
      left = true;
      leave();
    };
  }, [app, path, theirs]);
  // `nokey`: as in CodeEditor.
  return <div className="side-by-side nokey" ref={place} />;
}
