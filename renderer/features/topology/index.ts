/** The picture of a composition: its roles, who needs whom, and what runs. */
import { Waypoints } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { DialogHost } from './DialogHost.tsx';
import { registerTopologyCommands, topologyPanel } from './registerCommands.ts';

export function registerTopology(app: AppContext): void {
  app.panels.register({
    id: topologyPanel,
    title: 'Topology',
    icon: Waypoints,
    area: 'right',
    singleton: true,
    openByDefault: true,
    order: 10,
    component: lazyPanel(() => import('./view/TopologyPanel.tsx')),
  });
  app.overlays.register({ id: 'topology-dialogs', component: DialogHost });
  registerTopologyCommands(app);
}
