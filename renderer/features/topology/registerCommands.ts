/** What can be done with the picture and with the roles in it, as commands. */
import {
  Copy,
  Download,
  FileCode,
  LayoutGrid,
  type LucideIcon,
  PackagePlus,
  Pencil,
  Plus,
  Scan,
  Trash2,
  Waypoints,
} from 'lucide-react';
import type { CommandKey } from '#renderer/app/commands.ts';
import type { AppContext } from '#renderer/app/context.ts';
import { showRole } from './goToText.ts';
import { type RoleRequest, topologyCommands } from './topologyCommands.ts';
import { topologyOf } from './topologyState.ts';
import { type TopologyDialog, topologyViewOf } from './viewState.ts';

const category = 'Topology';

export const topologyPanel = 'topology';

type RoleDialog = Extract<TopologyDialog, { readonly role: string }>['kind'];

const roleDialogs: readonly {
  readonly id: CommandKey<RoleRequest>;
  readonly kind: RoleDialog;
  readonly title: string;
  readonly icon: LucideIcon;
}[] = [
  {
    id: topologyCommands.addService,
    kind: 'add-service',
    title: 'Add a service to the selected role',
    icon: Plus,
  },
  {
    id: topologyCommands.addPackage,
    kind: 'add-package',
    title: 'Add a package to the selected role',
    icon: PackagePlus,
  },
  { id: topologyCommands.renameRole, kind: 'rename-role', title: 'Rename the selected role', icon: Pencil },
  {
    id: topologyCommands.duplicateRole,
    kind: 'duplicate-role',
    title: 'Duplicate the selected role',
    icon: Copy,
  },
  { id: topologyCommands.removeRole, kind: 'remove-role', title: 'Remove the selected role', icon: Trash2 },
];

export function registerTopologyCommands(app: AppContext): void {
  const { commands, panels, workspace } = app;
  const isOpen = (): boolean => workspace.getState().project.phase === 'open';
  const hasRoles = (): boolean => isOpen() && topologyOf(app).getState().model.roles.length > 0;
  /** The role that is asked for, or the selected one, if the picture has it. */
  const roleOf = (request: RoleRequest | undefined): string | null => {
    const name = request?.role ?? workspace.getState().selection.role;
    return topologyOf(app)
      .getState()
      .model.roles.some((role) => role.name === name)
      ? name
      : null;
  };

  commands.register({
    id: topologyCommands.show,
    title: 'Show the topology',
    category,
    icon: Waypoints,
    when: isOpen,
    run: () => panels.open(topologyPanel),
  });
  commands.register({
    id: topologyCommands.addRole,
    title: 'Add a role',
    category,
    icon: Plus,
    when: isOpen,
    run: () => topologyViewOf(app).dispatch({ type: 'asked', dialog: { kind: 'add-role' } }),
  });
  for (const { id, kind, title, icon } of roleDialogs) {
    commands.register<RoleRequest>({
      id,
      title,
      category,
      icon,
      when: hasRoles,
      run(request) {
        const role = roleOf(request);
        if (role === null) app.notifications.tell('information', 'Select a role in the topology first.');
        else topologyViewOf(app).dispatch({ type: 'asked', dialog: { kind, role } });
      },
    });
  }
  commands.register<RoleRequest>({
    id: topologyCommands.goToText,
    title: 'Go to the text of the selected role',
    category,
    icon: FileCode,
    when: hasRoles,
    run(request) {
      const role = roleOf(request);
      if (role !== null) showRole(app, role);
    },
  });
  registerViewCommands(app, hasRoles);
}

function registerViewCommands(app: AppContext, hasRoles: () => boolean): void {
  const { commands } = app;
  const view = topologyViewOf(app);
  commands.register({
    id: topologyCommands.fit,
    title: 'Show all of the topology',
    category,
    icon: Scan,
    when: hasRoles,
    run: () => view.onFit?.(),
  });
  commands.register({
    id: topologyCommands.arrange,
    title: 'Arrange the topology anew',
    category,
    icon: LayoutGrid,
    when: hasRoles,
    run() {
      view.dispatch({ type: 'arranged' });
      view.onFit?.();
    },
  });
  commands.register({
    id: topologyCommands.exportSvg,
    title: 'Save the topology as SVG',
    category,
    icon: Download,
    when: hasRoles,
    run: async () => (await import('./exportPicture.ts')).savePictureAsSvg(app),
  });
  commands.register({
    id: topologyCommands.exportPng,
    title: 'Save the topology as PNG',
    category,
    icon: Download,
    when: hasRoles,
    run: async () => (await import('./exportPicture.ts')).savePictureAsPng(app),
  });
}
