/** The line that is being typed: Python, with completion from the session and what was typed before. */
import type { editor as MonacoEditor } from 'monaco-editor/editor';
import { useEffect, useRef, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { editorOf } from '#renderer/features/editor/editor.ts';
import { editorOptions } from '#renderer/features/editor/editorOptions.ts';
import type { Monaco } from '#renderer/platform/monaco/loadMonaco.ts';
import { isMac } from '#renderer/ui/system.ts';
import { addToHistory, type Recollection, readHistory, recollect } from './history.ts';
import { type Completer, completeIn } from './pythonCompletion.ts';

type Input = MonacoEditor.IStandaloneCodeEditor;

export interface PromptInputProps {
  /** A number that is new each time the keyboard is wished for. */
  readonly wish: unknown;
  readonly onRun: (source: string) => void;
  readonly onInterrupt: () => void;
  /** Whether more lines are wanted before it can be run. */
  readonly wantsMore: (source: string) => Promise<boolean>;
  readonly complete: Completer;
  /** Something runs: Ctrl-C stops it instead of emptying the line. */
  readonly isBusy: boolean;
}

/** What is asked for when a key is pressed. */
type Latest = PromptInputProps & {
  /** Enter was pressed while something ran, and nothing was typed since. */
  entered: boolean;
};

const lineHeight = 20;
const mostLines = 8;

export function PromptInput(props: PromptInputProps) {
  const app = useApp();
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef<Latest>({ ...props, entered: false });
  latest.current = { ...props, entered: latest.current.entered };
  const [input, setInput] = useState<Input | null>(null);

  useEffect(() => {
    let made: Input | undefined;
    let left = false;
    // In the page itself: the panel cuts off what leaves it.
    const overflow = document.createElement('div');
    overflow.className = 'monaco-editor';
    document.body.append(overflow);
    editorOf(app)
      .load()
      .then(({ monaco }) => {
        if (left || place.current === null) return;
        made = createInput(monaco, place.current, {
          ...editorOptions(app.settings.getState().settings),
          ...looks,
          overflowWidgetsDomNode: overflow,
        });
        connect(monaco, made, latest);
        setInput(made);
      })
      .catch((thrown: unknown) => app.notifications.fail('The Python prompt could not be loaded', thrown));
    return () => {
      left = true;
      made?.getModel()?.dispose();
      made?.dispose();
      overflow.remove();
    };
  }, [app]);

  const { wish, isBusy } = props;
  useEffect(() => {
    // Enter that was pressed meanwhile counts now.
    if (!isBusy && latest.current.entered) input?.getAction('prompt.enter')?.run();
  }, [input, isBusy]);

  useEffect(() => {
    if (wish !== undefined) input?.focus();
  }, [input, wish]);

  return <div className="prompt-input nokey" ref={place} />;
}

const looks: MonacoEditor.IStandaloneEditorConstructionOptions = {
  lineNumbers: 'off',
  folding: false,
  lineDecorationsWidth: 0,
  lineHeight,
  padding: { top: 4, bottom: 4 },
  renderLineHighlight: 'none',
  stickyScroll: { enabled: false },
  guides: { indentation: false },
  overviewRulerLanes: 0,
  scrollbar: { vertical: 'auto', horizontal: 'hidden', alwaysConsumeMouseWheel: false },
  // Enter runs what stands there, and must not take a suggestion that came by itself.
  quickSuggestions: false,
  wordBasedSuggestions: 'off',
  tabSize: 4,
  ariaLabel: 'Python prompt',
};

function createInput(
  monaco: Monaco,
  place: HTMLElement,
  options: MonacoEditor.IStandaloneEditorConstructionOptions,
): Input {
  const model = monaco.editor.createModel('', 'python');
  const input = monaco.editor.create(place, { ...options, model });
  const grow = (): void => {
    place.style.height = `${Math.min(input.getContentHeight(), mostLines * lineHeight + 8)}px`;
  };
  input.onDidContentSizeChange(grow);
  grow();
  return input;
}

function connect(monaco: Monaco, input: Input, latest: { readonly current: Latest }): void {
  const { KeyCode, KeyMod } = monaco;
  let past: Recollection = recollect(readHistory());
  const add = (id: string, label: string, key: number, when: string, run: () => void): void => {
    input.addAction({ id: `prompt.${id}`, label, keybindings: [key], keybindingContext: when, run });
  };
  const closed = '!suggestWidgetVisible';

  function put(text: string): void {
    input.setValue(text);
    const end = input.getModel()?.getFullModelRange().getEndPosition();
    if (end !== undefined) input.setPosition(end);
  }

  async function enter(): Promise<void> {
    const typed = input.getValue();
    latest.current.entered = latest.current.isBusy;
    if (typed.trim() === '' || latest.current.isBusy) return;
    // An empty line ends a block, however far it is indented.
    const source = /\n[ \t]*$/.test(typed) ? `${typed.trimEnd()}\n` : typed;
    if (await latest.current.wantsMore(source)) {
      input.trigger('prompt', 'type', { text: '\n' });
      return;
    }
    addToHistory(source.trimEnd());
    past = recollect(readHistory());
    put('');
    latest.current.onRun(source.trimEnd());
  }

  add('enter', 'Run it', KeyCode.Enter, closed, () => void enter());
  add('line', 'Begin another line', KeyMod.Shift | KeyCode.Enter, closed, () =>
    input.trigger('prompt', 'type', { text: '\n' }),
  );
  add('tab', 'Complete', KeyCode.Tab, `${closed} && !editorReadonly`, () => {
    const at = input.getPosition();
    const before =
      at === null ? '' : (input.getModel()?.getLineContent(at.lineNumber) ?? '').slice(0, at.column - 1);
    if (/[\w.]$/.test(before)) input.trigger('prompt', 'editor.action.triggerSuggest', {});
    else input.trigger('prompt', 'tab', {});
  });
  for (const [step, key] of [
    [-1, KeyCode.UpArrow],
    [1, KeyCode.DownArrow],
  ] as const) {
    add(`history${step}`, 'What was typed before', key, closed, () => {
      const line = input.getPosition()?.lineNumber ?? 1;
      const isAtEdge = line === (step === -1 ? 1 : (input.getModel()?.getLineCount() ?? 1));
      const text = isAtEdge ? past.move(step, input.getValue()) : null;
      if (text !== null) put(text);
      else if (!isAtEdge) input.trigger('prompt', step === -1 ? 'cursorUp' : 'cursorDown', {});
    });
  }
  const control = isMac ? KeyMod.WinCtrl : KeyMod.CtrlCmd;
  add('interrupt', 'Stop what runs', control | KeyCode.KeyC, '!editorHasSelection', () => {
    if (latest.current.isBusy) latest.current.onInterrupt();
    else put('');
  });
  const model = input.getModel();
  model?.onDidChangeContent(() => {
    latest.current.entered = false;
  });
  if (model !== null) {
    completeIn(monaco, model, (source, cursor) => latest.current.complete(source, cursor));
  }
}
