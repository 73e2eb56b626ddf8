/** What this machine has, what it lacks, and how to get it. */
import { Stethoscope } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { checkMachine } from './checks.ts';
import { DoctorBadge, MachineItem } from './MachineItem.tsx';

export function registerDoctor(app: AppContext): void {
  const { activities, commands, connection, panels, statusItems } = app;
  panels.register({
    id: 'doctor',
    title: 'Doctor',
    icon: Stethoscope,
    area: 'main',
    singleton: true,
    component: lazyPanel(() => import('./DoctorPanel.tsx')),
  });
  activities.register({
    id: 'doctor',
    title: 'Doctor: what this machine has and lacks',
    icon: Stethoscope,
    order: 90,
    place: 'top',
    needsProject: false,
    badge: DoctorBadge,
  });
  statusItems.register({ id: 'machine', side: 'left', order: 20, component: MachineItem });
  commands.register({
    id: frameCommands.doctor,
    title: 'Check this machine',
    category: 'Help',
    icon: Stethoscope,
    run: () => panels.open('doctor'),
    cliLine: () => 'nxc doctor',
  });
  void checkMachine(app);
  connection.onResumed(() => void checkMachine(app));
}
