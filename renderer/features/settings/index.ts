/** The user's choices. */
import { SettingsIcon } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';

export function registerSettings({ activities, commands, panels }: AppContext): void {
  panels.register({
    id: 'settings',
    title: 'Settings',
    icon: SettingsIcon,
    area: 'main',
    singleton: true,
    component: lazyPanel(() => import('./SettingsPanel.tsx')),
  });
  activities.register({
    id: 'settings',
    title: 'Settings',
    icon: SettingsIcon,
    order: 100,
    place: 'bottom',
    needsProject: false,
    shortcut: 'Mod+Comma',
  });
  commands.register({
    id: 'settings.show',
    title: 'Change settings',
    category: 'View',
    icon: SettingsIcon,
    shortcuts: ['Mod+Comma'],
    run: () => panels.open('settings'),
  });
}
