/** Panels as the dock knows them, and the areas in which they stand at first. */
import type { AddPanelOptions, DockviewApi, DockviewGroupPanel, IDockviewPanel } from 'dockview-react';
import type { AppContext } from './context.ts';
import type { PanelArea, PanelKind, PanelParameters } from './panels.ts';

/** All panels are one component to the dock; which kind they are is in their parameters. */
export const panelComponentName = 'panel';

export interface DockParameters {
  readonly kind: string;
  readonly instance: string;
  readonly parameters: PanelParameters;
  readonly modified?: boolean;
}

export const panelIdentifier = (kind: string, instance: string): string => `${kind}:${instance}`;

export function dockOptions(
  { id, keepAlive }: PanelKind,
  { instance, title, parameters }: { instance: string; title: string; parameters: PanelParameters },
  group: DockviewGroupPanel,
): AddPanelOptions<DockParameters> {
  return {
    id: panelIdentifier(id, instance),
    component: panelComponentName,
    title,
    params: { kind: id, instance, parameters },
    renderer: keepAlive ? 'always' : 'onlyWhenVisible',
    position: { referenceGroup: group, direction: 'within' },
  };
}

/**
 * Where a panel of an area goes: to its siblings, wherever the user has put them; else to the area's own group, which
 * is made anew if it was closed.
 */
export function groupFor(
  app: AppContext,
  api: DockviewApi,
  area: Exclude<PanelArea, 'left'>,
): DockviewGroupPanel;
export function groupFor(app: AppContext, api: DockviewApi, area: PanelArea): DockviewGroupPanel;
export function groupFor({ panels }: AppContext, api: DockviewApi, area: PanelArea): DockviewGroupPanel {
  const sibling = (panel: IDockviewPanel): boolean =>
    panels.get((panel.params as unknown as DockParameters).kind)?.area === area;
  const active = api.activeGroup;
  if (active?.panels.some(sibling)) return active;
  const group = api.groups.find(({ panels: inside }) => inside.some(sibling)) ?? api.getGroup(area);
  return (group as DockviewGroupPanel | undefined) ?? addArea(api, area);
}

/** Shares of the dock's size for the areas beside the main one. */
const rightShare = 0.4;
const bottomShare = 0.34;

function addArea(api: DockviewApi, area: PanelArea): DockviewGroupPanel {
  const main = api.getGroup('main') as DockviewGroupPanel | undefined;
  switch (area) {
    case 'right': {
      const beside = main === undefined ? {} : { referenceGroup: main };
      const group = api.addGroup({ id: area, ...beside, direction: 'right' });
      group.api.setSize({ width: Math.round(api.width * rightShare) });
      return group;
    }
    case 'bottom': {
      const group = api.addGroup({ id: area, direction: 'below' });
      group.api.setSize({ height: Math.round(api.height * bottomShare) });
      return group;
    }
    default: {
      const right = api.getGroup('right') as DockviewGroupPanel | undefined;
      return api.addGroup(
        right === undefined
          ? { id: 'main', direction: api.groups.length === 0 ? 'left' : 'above' }
          : { id: 'main', referenceGroup: right, direction: 'left' },
      );
    }
  }
}
