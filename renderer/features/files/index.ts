/** The project's files: a tree, and the way to open one. */
import { File, Folder } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { palette } from '#renderer/features/palette/paletteState.ts';
import { followProjectFiles } from './projectFiles.ts';

export function registerFiles(app: AppContext): void {
  const { activities, commands, panels, workspace } = app;
  followProjectFiles(app);
  panels.register({
    id: 'files',
    title: 'Project files',
    icon: Folder,
    area: 'left',
    singleton: true,
    component: lazyPanel(() => import('./FilesPanel.tsx')),
  });
  activities.register({
    id: 'files',
    title: 'Project files',
    icon: Folder,
    order: 10,
    place: 'top',
    needsProject: true,
    shortcut: 'Mod+Shift+E',
  });
  commands.register({
    id: frameCommands.openFile,
    title: 'Open a file',
    category: 'Project',
    icon: File,
    shortcuts: ['Mod+P'],
    when: () => workspace.getState().project.phase === 'open',
    async run(request) {
      if (request === undefined) palette.dispatch({ type: 'shown', mode: 'files' });
      else await commands.execute(frameCommands.showFile, request);
    },
  });
}
