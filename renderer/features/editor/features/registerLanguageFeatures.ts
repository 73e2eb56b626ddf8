/** Completion, hovers, definitions, outline and fixes: what the code editor asks, answered from the parsed text. */
import { ListTree, SquareFunction } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { whenMonacoIsLoaded } from '#renderer/platform/monaco/loadMonaco.ts';
import { editorOf, type LoadedMonaco } from '../editor.ts';
import { followProblems } from '../problems/markers.ts';
import { problemsOf } from '../problems/problems.ts';
import { provideCompletions } from './provideCompletions.ts';
import { provideDefinitions } from './provideDefinitions.ts';
import { provideHovers } from './provideHovers.ts';
import { provideOutline } from './provideOutline.ts';

export interface Provider extends LoadedMonaco {
  readonly app: AppContext;
}

export function registerLanguageFeatures(app: AppContext): void {
  const { commands, workspace } = app;
  const { editors, files, load } = editorOf(app);
  whenMonacoIsLoaded(() => {
    void load().then((loaded) => {
      const provider = { ...loaded, app };
      provideCompletions(provider);
      provideHovers(provider);
      provideDefinitions(provider);
      provideOutline(provider);
      followProblems(loaded, files, problemsOf(app));
    });
  });

  const inEditor = (action: string) => (): void => {
    const editor = editors.last()?.editor;
    editor?.focus();
    void editor?.getAction(action)?.run();
  };
  const hasEditor = (): boolean =>
    workspace.getState().project.phase === 'open' && editors.last() !== undefined;
  commands.register({
    id: 'editor.outline',
    title: 'Go to a role or attribute',
    category: 'Editor',
    icon: ListTree,
    shortcuts: ['Mod+Shift+O'],
    when: hasEditor,
    run: inEditor('editor.action.quickOutline'),
  });
  commands.register({
    id: 'editor.definition',
    title: 'Go to the definition',
    category: 'Editor',
    icon: SquareFunction,
    shortcuts: ['F12'],
    when: hasEditor,
    run: inEditor('editor.action.revealDefinition'),
  });
}
