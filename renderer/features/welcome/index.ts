/** The first page: continue, open, begin, and whether this machine is ready. */
import { House } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { followRecents } from './recents.ts';

export function registerWelcome(app: AppContext): void {
  followRecents(app);
  app.panels.register({
    id: 'welcome',
    title: 'Welcome',
    icon: House,
    area: 'main',
    singleton: true,
    component: lazyPanel(() => import('./WelcomePanel.tsx')),
  });
  app.commands.register({
    id: frameCommands.welcome,
    title: 'Open or create a project',
    category: 'Project',
    icon: House,
    shortcuts: ['Mod+O'],
    run: () => app.panels.open('welcome'),
  });
}
