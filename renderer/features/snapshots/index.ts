/** Keeping the nodes of a deployment of machines as they are, and going back to that. */
import { Camera, History } from 'lucide-react';
import type { CommandKey } from '#renderer/app/commands.ts';
import type { AppContext } from '#renderer/app/context.ts';
import { areMachines } from '#renderer/features/machines/nodeActions.ts';
import { nodesOf } from '#renderer/features/terminals/openPanels.ts';
import type { Target } from '#shared/contract/common.ts';
import { lineOf, showSnapshots, takeSnapshot } from './actions.ts';
import { SnapshotsDialog } from './SnapshotsDialog.tsx';

export function registerSnapshots(app: AppContext): void {
  const { commands, overlays, workspace } = app;
  const machines = (): Target | null => {
    const target = workspace.target();
    return target !== null && areMachines(target.flavour) ? target : null;
  };
  const canBeKept = (): boolean => {
    const target = machines();
    return target !== null && nodesOf(app, target).some(({ status }) => status.state === 'running');
  };
  overlays.register({ id: 'snapshots', component: SnapshotsDialog });
  commands.register({
    id: 'snapshots.create' as CommandKey,
    title: 'Take a snapshot of the nodes',
    category: 'Machines',
    icon: Camera,
    when: canBeKept,
    async run() {
      const target = machines();
      if (target !== null) await takeSnapshot(app, target);
    },
    cliLine: () => line('create', machines()),
  });
  commands.register({
    id: 'snapshots.show' as CommandKey,
    title: 'Show the snapshots, to go back to one',
    category: 'Machines',
    icon: History,
    when: () => machines() !== null,
    async run() {
      const target = machines();
      if (target !== null) await showSnapshots(app, target);
    },
    cliLine: () => line('list', machines()),
  });
}

const line = (action: 'create' | 'list', target: Target | null): string | null =>
  target === null ? null : lineOf(action, target);
