/** Commands that run parts of the test script, in the palette and in the menu of the text. */
import { ListStart, Play, SquareChevronRight } from 'lucide-react';
import type { editor as MonacoEditor } from 'monaco-editor/editor';
import type { AppContext } from '#renderer/app/context.ts';
import { editorOf } from '#renderer/features/editor/editor.ts';
import { whenMonacoIsLoaded } from '#renderer/platform/monaco/loadMonaco.ts';
import { nixLanguageName } from '#renderer/platform/monaco/nix/languageName.ts';
import { AppError } from '#shared/errors.ts';
import { scriptNow } from './places.ts';
import { runFrom, runLines, selectedPart, testCommands } from './runScript.ts';

const category = 'Tests';
const titles = {
  runLines: 'Run this line or the selection on the nodes',
  runFrom: 'Run the test script from here on',
} as const;

export function registerScriptCommands(app: AppContext): void {
  const { commands, panels, workspace } = app;
  const hasCursor = (): boolean =>
    editorOf(app).editors.last()?.editor.hasTextFocus() === true && selectedPart(app) !== null;

  commands.register({
    id: testCommands.runLines,
    title: titles.runLines,
    category,
    icon: Play,
    shortcuts: ['Shift+Enter'],
    // Elsewhere in the text the keys begin a new line, as they do everywhere.
    when: hasCursor,
    async run() {
      const part = selectedPart(app);
      if (part !== null) await runLines(app, part.script, part);
    },
  });
  commands.register<{ file: string; line: number }>({
    id: testCommands.runFrom,
    title: titles.runFrom,
    category,
    icon: ListStart,
    shortcuts: ['Mod+F9'],
    when: () => workspace.getState().project.phase === 'open',
    async run(place) {
      const part = place === undefined ? selectedPart(app) : null;
      const script = part?.script ?? scriptNow(app, place?.file);
      const line = part?.from ?? place?.line ?? script?.firstLine;
      if (script === null || line === undefined) throw noScript();
      await runFrom(app, script, line);
    },
  });
  commands.register({
    id: testCommands.prompt,
    title: 'Open the Python prompt on the nodes',
    category,
    icon: SquareChevronRight,
    when: () => workspace.getState().project.phase === 'open',
    run: () => panels.open('prompt', { parameters: { wish: Date.now() } }),
    cliLine() {
      const target = workspace.target();
      return target === null ? null : `nxc driver -f ${target.flavour}`;
    },
  });

  whenMonacoIsLoaded(({ editor }) => {
    editor.onDidCreateEditor((made) => {
      // Those that stand alone, and not the halves of a comparison. They are told of before they are whole.
      if ('addAction' in made) queueMicrotask(() => addActions(made as TextEditor));
    });
  });

  type TextEditor = MonacoEditor.IStandaloneCodeEditor;

  function addActions(editor: TextEditor): void {
    for (const [contextMenuOrder, id, label] of [
      [1, testCommands.runLines, titles.runLines],
      [2, testCommands.runFrom, titles.runFrom],
    ] as const) {
      editor.addAction({
        ...{ id, label, contextMenuGroupId: '1_tests', contextMenuOrder },
        precondition: `editorLangId == '${nixLanguageName}'`,
        run: () => void commands.execute(id),
      });
    }
  }
}

function noScript(): AppError {
  return new AppError('not-found', 'There is no test script in this text.', {
    hint: "Add testScript = ''…''; to the composition, or open the file that has it.",
  });
}
