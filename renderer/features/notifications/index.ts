/** Messages on the screen for a moment, and the panel where they are found again. */
import { Bell } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { BellItem } from './BellItem.tsx';
import { Toasts } from './Toasts.tsx';

export function registerNotifications({ commands, overlays, panels, statusItems }: AppContext): void {
  overlays.register({ id: 'toasts', component: Toasts });
  statusItems.register({ id: 'notifications', side: 'right', order: 100, component: BellItem });
  panels.register({
    id: 'notifications',
    title: 'Notifications',
    icon: Bell,
    area: 'bottom',
    singleton: true,
    component: lazyPanel(() => import('./NotificationsPanel.tsx')),
  });
  commands.register({
    id: 'notifications.show',
    title: 'Show notifications',
    category: 'View',
    icon: Bell,
    run: () => panels.open('notifications'),
  });
}
