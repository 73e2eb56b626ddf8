/** The flavour matrix. */

import { Grid3x3 } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';

export function registerMatrix({ activities, commands, panels, workspace }: AppContext): void {
  panels.register({
    id: 'matrix',
    title: 'Flavours',
    icon: Grid3x3,
    area: 'main',
    singleton: true,
    component: lazyPanel(() => import('./MatrixPanel.tsx')),
  });
  activities.register({
    id: 'matrix',
    title: 'Compositions and flavours',
    icon: Grid3x3,
    order: 20,
    place: 'top',
    needsProject: true,
  });
  commands.register({
    id: runCommands.showMatrix,
    title: 'Show compositions and flavours',
    category: 'View',
    icon: Grid3x3,
    when: () => workspace.getState().project.phase === 'open',
    run: () => panels.open('matrix'),
    cliLine: () => 'nxc status',
  });
}
