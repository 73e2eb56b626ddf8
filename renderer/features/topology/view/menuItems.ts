/** What can be done with what was clicked, as a menu. */
import {
  Copy,
  FileCode,
  LayoutGrid,
  Package,
  PackagePlus,
  Pencil,
  Plus,
  Scan,
  ScrollText,
  SquareTerminal,
  Trash2,
} from 'lucide-react';
import type { CommandKey } from '#renderer/app/commands.ts';
import type { AppContext } from '#renderer/app/context.ts';
import { nodeMenuItems } from '#renderer/features/machines/nodeMenu.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import type { MenuItem } from '#renderer/ui/Menu.tsx';
import { showRange } from '../goToText.ts';
import type { TopologyModel, TopologyNode, TopologyRole } from '../model/topology.ts';
import { topologyCommands } from '../topologyCommands.ts';
import { topologyOf } from '../topologyState.ts';

export type MenuTarget =
  | { readonly kind: 'picture' }
  | { readonly kind: 'role'; readonly role: string; readonly node: string | null }
  | { readonly kind: 'edge'; readonly edge: string };

/** What of the picture an element belongs to. */
export function menuTargetOf(element: EventTarget | null): MenuTarget {
  if (!(element instanceof Element)) return { kind: 'picture' };
  const edge = element.closest<SVGElement>('[data-edge]')?.dataset.edge;
  if (edge !== undefined) return { kind: 'edge', edge };
  const role = element.closest<HTMLElement>('[data-role]')?.dataset.role;
  if (role === undefined) return { kind: 'picture' };
  const node = element.closest<HTMLElement>('[data-node]')?.dataset.node ?? null;
  return { kind: 'role', role, node };
}

export function menuItems(app: AppContext, model: TopologyModel, target: MenuTarget): MenuItem[] {
  switch (target.kind) {
    case 'picture':
      return [
        item(app, topologyCommands.addRole, 'Add a role …', { icon: Plus }),
        { kind: 'separator' },
        item(app, topologyCommands.fit, 'Show all', { icon: Scan, shortcut: 'Shift+1' }),
        item(app, topologyCommands.arrange, 'Arrange all anew', { icon: LayoutGrid }),
      ];
    case 'role': {
      const role = model.roles.find(({ name }) => name === target.role);
      return role === undefined ? [] : roleItems(app, role, target.node);
    }
    case 'edge':
      return edgeItems(app, model, target.edge);
  }
}

function roleItems(app: AppContext, role: TopologyRole, node: string | null): MenuItem[] {
  const { name, range } = role;
  const request = { role: name };
  const isWritten = range !== null;
  const written = isWritten ? {} : { disabled: true, detail: 'Its text does not stand in this file.' };
  return [
    ...nodeItems(app, role, node),
    { kind: 'heading', label: `Role ${name}` },
    item(app, topologyCommands.goToText, 'Go to the text', { icon: FileCode, request, ...written }),
    item(app, topologyCommands.addService, 'Add a service …', { icon: Plus, request, ...written }),
    item(app, topologyCommands.addPackage, 'Add a package …', { icon: PackagePlus, request, ...written }),
    { kind: 'separator' },
    item(app, topologyCommands.renameRole, 'Rename …', { icon: Pencil, shortcut: 'F2', request, ...written }),
    item(app, topologyCommands.duplicateRole, 'Duplicate …', { icon: Copy, request, ...written }),
    item(app, topologyCommands.removeRole, 'Remove …', {
      icon: Trash2,
      shortcut: 'Delete',
      request,
      ...written,
    }),
  ];
}

/** Nodes of a role that get entries of their own; all of them are in the table of nodes. */
const mostNodes = 4;

function nodeItems(app: AppContext, { nodes }: TopologyRole, chosen: string | null): MenuItem[] {
  const present = nodes.filter(({ status }) => status.state !== 'absent');
  const shown = chosen === null ? present.slice(0, mostNodes) : present.filter(({ name }) => name === chosen);
  if (shown.length === 0) return [];
  const more: MenuItem[] =
    chosen === null && present.length > mostNodes
      ? [item(app, runCommands.showNodes, `All ${present.length} nodes`, { icon: Package })]
      : [];
  const isKnown = (id: string): boolean => app.commands.get(id) !== undefined;
  const entries = shown.flatMap((node) => [
    ...(isKnown(runCommands.openTerminal) ? [terminalItem(app, node)] : []),
    ...(isKnown(runCommands.openLog) && (chosen !== null || shown.length === 1)
      ? [
          item(app, runCommands.openLog, `Log of ${node.name}`, {
            icon: ScrollText,
            request: { node: node.name },
          }),
        ]
      : []),
  ]);
  const switches =
    chosen === null && shown.length > 1 ? [] : shown.flatMap((node) => machineItems(app, node));
  return [...entries, ...more, ...switches, { kind: 'separator' }];
}

/** Its power, its link and its console. */
function machineItems(app: AppContext, node: TopologyNode): MenuItem[] {
  const target = app.workspace.target();
  const items = target === null ? [] : nodeMenuItems(app, node, target);
  return items.length === 0 ? [] : [{ kind: 'heading', label: `Node ${node.name}` }, ...items];
}

function terminalItem(app: AppContext, { name, status }: TopologyNode): MenuItem {
  const isRunning = status.state === 'running';
  return item(app, runCommands.openTerminal, `Terminal on ${name}`, {
    icon: SquareTerminal,
    request: { node: name },
    ...(isRunning ? {} : { disabled: true, detail: 'It does not run.' }),
  });
}

const reasonWords = {
  configuration: 'Configuration',
  'test-script': 'Test script',
  'shared-directory': 'Shared folder',
} as const;

/** Places that one menu can hold. */
const mostPlaces = 12;

function edgeItems(app: AppContext, { edges }: TopologyModel, id: string): MenuItem[] {
  const edge = edges.find((candidate) => candidate.id === id);
  if (edge === undefined) return [];
  const { text } = topologyOf(app).getState();
  const reasons = edge.parts.flatMap((part) => part.reasons).slice(0, mostPlaces);
  return [
    { kind: 'heading', label: `Why ${edge.from} needs ${edge.to}` },
    ...reasons.map((reason): MenuItem => {
      const line = text?.lines.positionAt(reason.start).line;
      return {
        kind: 'action',
        label: `${reasonWords[reason.kind]}, line ${line ?? '?'}`,
        icon: FileCode,
        detail: text === null ? '' : lineAt(text.text, reason.start),
        run: () => showRange(app, reason),
      };
    }),
  ];
}

function lineAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return text.slice(start, end === -1 ? undefined : end).trim();
}

interface ItemOptions<Request> extends Omit<Extract<MenuItem, { kind: 'action' }>, 'kind' | 'label' | 'run'> {
  readonly request?: Request;
}

function item<Request = never>(
  { commands }: AppContext,
  id: CommandKey<Request>,
  label: string,
  { request, ...rest }: ItemOptions<Request> = {},
): MenuItem {
  return { kind: 'action', label, ...rest, run: () => void commands.execute(id, request) };
}
