/** Terminals and logs of nodes. */
import { LayoutGrid, ScrollText, SquareTerminal } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { terminalPanels } from './panelIds.ts';
import { placesOf } from './places.ts';
import { QuestionDialog } from './QuestionDialog.tsx';
import { questionsOf } from './questions.ts';
import { registerTerminalCommands } from './registerCommands.ts';

export function registerTerminals(app: AppContext): void {
  const { overlays, panels } = app;
  panels.register({
    id: terminalPanels.home,
    title: 'Terminals',
    icon: SquareTerminal,
    area: 'bottom',
    singleton: true,
    openByDefault: true,
    order: 10,
    component: lazyPanel(() => import('./HomePanel.tsx')),
  });
  panels.register({
    id: terminalPanels.terminal,
    title: 'Terminal',
    icon: SquareTerminal,
    area: 'bottom',
    singleton: false,
    keepAlive: true,
    component: lazyPanel(() => import('./TerminalPanel.tsx')),
    mayClose: (instance) => mayClose(app, instance),
  });
  panels.register({
    id: terminalPanels.allNodes,
    title: 'All nodes',
    icon: LayoutGrid,
    area: 'bottom',
    singleton: false,
    keepAlive: true,
    component: lazyPanel(() => import('./AllNodesPanel.tsx')),
  });
  panels.register({
    id: terminalPanels.log,
    title: 'Node log',
    icon: ScrollText,
    area: 'bottom',
    singleton: false,
    keepAlive: true,
    component: lazyPanel(() => import('./LogPanel.tsx')),
  });
  overlays.register({ id: 'terminal-question', component: QuestionDialog });
  registerTerminalCommands(app);
}

/** Closing a terminal ends its shell, and what runs in it. */
async function mayClose(app: AppContext, instance: string): Promise<boolean> {
  const place = placesOf(app).get(instance);
  if (place === undefined || !place.isBusy()) return true;
  const { label } =
    placesOf(app)
      .list.getState()
      .places.find(({ id }) => id === instance) ?? {};
  return questionsOf(app).ask({
    title: `Close the terminal on ${label ?? 'this node'}?`,
    description:
      'A program is at work in it. Closing ends the shell and the program; the node goes on running.',
    action: 'Close and end it',
  });
}
