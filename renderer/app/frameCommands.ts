/** What the frame itself can do, and the names of commands that features offer to each other. */
import { FolderOpen, Moon, PanelLeft, RotateCcw, X } from 'lucide-react';
import type { SourcePosition } from '#shared/errors.ts';
import type { CommandKey } from './commands.ts';
import type { AppContext } from './context.ts';

/** What `openFile` can be given. */
export interface OpenFileRequest {
  /** Relative to the project. */
  readonly file: string;
  readonly position?: Pick<SourcePosition, 'line' | 'column'>;
}

/** Commands that are run from elsewhere than where they are registered. */
export const frameCommands = {
  palette: 'palette.show' as CommandKey,
  /** Without an argument it lets the user choose. Registered by the files feature; see {@link showFile}. */
  openFile: 'file.open' as CommandKey<OpenFileRequest>,
  /** Shows a file in the editor. The editor registers it. */
  showFile: 'editor.show-file' as CommandKey<OpenFileRequest>,
  welcome: 'welcome.show' as CommandKey,
  closeProject: 'project.close' as CommandKey,
  doctor: 'doctor.show' as CommandKey,
} as const;

export function registerFrame({ commands, panels, sideBar, workspace, settings }: AppContext): void {
  const isOpen = (): boolean => workspace.getState().project.phase === 'open';
  commands.register({
    id: frameCommands.closeProject,
    title: 'Close the project',
    category: 'Project',
    icon: X,
    when: isOpen,
    run: workspace.close,
  });
  commands.register({
    id: 'layout.side-bar',
    title: 'Show or hide the side bar',
    category: 'View',
    icon: PanelLeft,
    shortcuts: ['Mod+B'],
    when: isOpen,
    run: () => (sideBar.getState().panel === null ? sideBar.show('files') : sideBar.close()),
  });
  commands.register({
    id: 'layout.reset',
    title: 'Put all panels back in their places',
    category: 'View',
    icon: RotateCcw,
    run: panels.resetLayout,
  });
  commands.register({
    id: 'layout.close-panel',
    title: 'Close this tab',
    category: 'View',
    icon: X,
    shortcuts: ['Alt+W', 'Mod+W'],
    run: panels.closeActive,
  });
  commands.register({
    id: 'layout.next-tab',
    title: 'Go to the next tab',
    category: 'View',
    shortcuts: ['Alt+PageDown'],
    run: () => panels.activate('next', 'tab'),
  });
  commands.register({
    id: 'layout.previous-tab',
    title: 'Go to the previous tab',
    category: 'View',
    shortcuts: ['Alt+PageUp'],
    run: () => panels.activate('previous', 'tab'),
  });
  commands.register({
    id: 'layout.next-group',
    title: 'Go to the next group of panels',
    category: 'View',
    shortcuts: ['F6'],
    run: () => panels.activate('next', 'group'),
  });
  commands.register({
    id: 'layout.previous-group',
    title: 'Go to the previous group of panels',
    category: 'View',
    shortcuts: ['Shift+F6'],
    run: () => panels.activate('previous', 'group'),
  });
  commands.register({
    id: 'view.theme',
    title: 'Switch between the dark and the light theme',
    category: 'View',
    icon: Moon,
    run: () => settings.change({ theme: isDark() ? 'light' : 'dark' }),
  });
  commands.register({
    id: 'project.reveal',
    title: 'Show the files of the project',
    category: 'Project',
    icon: FolderOpen,
    when: isOpen,
    shortcuts: ['Mod+Shift+E'],
    run: () => panels.open('files'),
  });
}

/** Whether the page is dark now, whoever asked for it. */
export function isDark(): boolean {
  const { theme } = document.documentElement.dataset;
  if (theme !== undefined) return theme === 'dark';
  return matchMedia('(prefers-color-scheme: dark)').matches;
}
