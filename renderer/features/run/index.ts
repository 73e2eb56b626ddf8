/** Building, starting, applying, stopping: the primary button, its menu, the start dialog and the nodes. */

import { Server } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { askForMemory } from './askForMemory.ts';
import { chosenNodesOf } from './chosenNodes.ts';
import { tellEnds } from './endNotices.ts';
import { nodeProgressOf } from './nodeProgress.ts';
import { operationsOf } from './operate.ts';
import { PrimaryButton } from './PrimaryButton.tsx';
import { plansOf } from './plans.ts';
import { followFiles } from './readStatus.ts';
import { registerRunCommands } from './registerCommands.ts';
import { runCommands } from './runCommands.ts';
import { StartDialog } from './StartDialog.tsx';
import { LineItem, TargetItem } from './StatusItems.tsx';
import { startableOf } from './startable.ts';

export function registerRun(app: AppContext): void {
  const { commands, overlays, panels, statusItems, topBarItems } = app;
  // They follow the engine from the start, also while nothing draws them.
  startableOf(app);
  plansOf(app);
  chosenNodesOf(app);
  nodeProgressOf(app);
  operationsOf(app);
  topBarItems.register({ id: 'run', order: 10, component: PrimaryButton });
  overlays.register({ id: 'start', component: StartDialog });
  statusItems.register({ id: 'target', side: 'left', order: 10, component: TargetItem });
  statusItems.register({ id: 'line', side: 'right', order: 10, component: LineItem });
  panels.register({
    id: 'nodes',
    title: 'Nodes',
    icon: Server,
    area: 'bottom',
    singleton: true,
    openByDefault: true,
    order: 40,
    component: lazyPanel(() => import('./NodesPanel.tsx')),
  });
  commands.register({
    id: runCommands.showNodes,
    title: 'Show the nodes',
    category: 'View',
    icon: Server,
    when: () => app.workspace.getState().project.phase === 'open',
    run: () => panels.open('nodes'),
    cliLine: () => 'nxc status',
  });
  registerRunCommands(app);
  tellEnds(app);
  askForMemory(app);
  followFiles(app);
}
