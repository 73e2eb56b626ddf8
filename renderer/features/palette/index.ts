/** The palette: every command, and every file of the project, found by typing. */
import { Search } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { Palette } from './Palette.tsx';
import { palette } from './paletteState.ts';

export function registerPalette({ commands, overlays }: AppContext): void {
  overlays.register({ id: 'palette', component: Palette });
  commands.register({
    id: frameCommands.palette,
    title: 'Search all commands',
    category: 'View',
    icon: Search,
    shortcuts: ['Mod+K', 'Mod+Shift+P', 'F1'],
    hidden: true,
    run: () => palette.dispatch({ type: 'shown', mode: 'commands' }),
  });
}
