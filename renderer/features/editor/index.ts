/** Text: tabs with files, saving them, and everything that the text can tell. */
import { FileCode, Save } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { CloseFile, mayClose } from './CloseFile.tsx';
import { CompareFile } from './CompareFile.tsx';
import { editorOf, editorPanel, openTab } from './editor.ts';
import { registerLanguageFeatures } from './features/registerLanguageFeatures.ts';
import { followProject } from './followProject.ts';
import { followSelection } from './followSelection.ts';
import { followTheme } from './followTheme.ts';
import { registerKnowledge } from './knowledge/registerKnowledge.ts';
import { registerLanguageServer } from './languageServer/registerLanguageServer.ts';
import { registerProblems } from './problems/registerProblems.ts';
import { CursorItem, ProblemsItem } from './statusItems.tsx';

export function registerEditor(app: AppContext): void {
  const { commands, overlays, panels, workspace } = app;
  const { files, editors } = editorOf(app);
  panels.register({
    id: editorPanel,
    title: 'Editor',
    icon: FileCode,
    area: 'main',
    singleton: false,
    component: lazyPanel(() => import('./EditorPanel.tsx')),
    mayClose: (path) => mayClose(app, path),
  });
  overlays.register({ id: 'close-file', component: CloseFile });
  overlays.register({ id: 'compare-file', component: CompareFile });

  const isOpen = (): boolean => workspace.getState().project.phase === 'open';
  commands.register({
    id: frameCommands.showFile,
    title: 'Show a file in the editor',
    category: 'Editor',
    hidden: true,
    when: isOpen,
    run(request) {
      if (request !== undefined) openTab(app, request.file, request.position);
    },
  });
  commands.register({
    id: 'editor.save',
    title: 'Save the file',
    category: 'Editor',
    icon: Save,
    shortcuts: ['Mod+S'],
    when: isOpen,
    async run() {
      const path = editors.last()?.path;
      if (path !== undefined) await files.save(path);
    },
  });
  commands.register({
    id: runCommands.saveAll,
    title: 'Save all files',
    category: 'Editor',
    icon: Save,
    shortcuts: ['Mod+Alt+S'],
    when: isOpen,
    async run() {
      const { files: all } = files.getState();
      // One that fails says so in its own tab and must not keep the others from being saved.
      await Promise.allSettled(Object.keys(all).map((path) => files.save(path)));
    },
  });
  followProject(app);
  followTheme(app);
  followSelection(app);
  registerKnowledge(app);
  registerLanguageServer(app);
  registerProblems(app);
  registerLanguageFeatures(app);
  app.statusItems.register({ id: 'problems', side: 'left', order: 35, component: ProblemsItem });
  app.statusItems.register({ id: 'cursor', side: 'right', order: 5, component: CursorItem });
}
