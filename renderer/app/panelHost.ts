/** Opening and closing panels in the dock. */
import type { DockviewApi, IDockviewPanel } from 'dockview-react';
import type { AppContext } from './context.ts';
import { type DockParameters, dockOptions, groupFor, panelIdentifier } from './dockAreas.ts';
import { applyDefaultLayout } from './layout.ts';
import type { PanelHost } from './panels.ts';

export function createPanelHost(app: AppContext, api: DockviewApi, project: string): PanelHost {
  return {
    open(kind, { instance = '', title = kind.title, parameters = {}, inBackground = false }) {
      const existing = api.getPanel(panelIdentifier(kind.id, instance));
      if (existing === undefined) {
        const panel = api.addPanel(
          dockOptions(kind, { instance, title, parameters }, groupFor(app, api, kind.area)),
        );
        if (!inBackground) giveKeyboard(panel);
        return;
      }
      existing.api.updateParameters({ parameters });
      if (!inBackground) {
        existing.api.setActive();
        giveKeyboard(existing);
      }
    },
    close(kind, instance) {
      api.getPanel(panelIdentifier(kind.id, instance))?.api.close();
    },
    isOpen: (kind, instance) => api.getPanel(panelIdentifier(kind.id, instance)) !== undefined,
    closeActive() {
      if (api.activePanel !== undefined) void closeByUser(app, api.activePanel);
    },
    activate(which, of) {
      const group = api.activeGroup;
      const places = of === 'group' ? api.groups : (group?.panels ?? []);
      const current = of === 'group' ? group : group?.activePanel;
      const index = places.findIndex(({ id }) => id === current?.id);
      const next = places[(index + (which === 'next' ? 1 : places.length - 1)) % places.length];
      next?.api.setActive();
      const shown = of === 'group' ? api.activePanel : group?.activePanel;
      if (shown !== undefined) giveKeyboard(shown);
    },
    resetLayout() {
      api.clear();
      applyDefaultLayout(app, api, project);
    },
  };
}

/** Panels with a place to type take it from there; in all others Tab goes on with what is in them. */
function giveKeyboard(panel: IDockviewPanel): void {
  panel.focus();
  const place = panel.group.element.querySelector<HTMLElement>('[role="tabpanel"]');
  if (place?.contains(document.activeElement) === false) place.focus();
}

/** Closes a tab unless its kind objects, e.g. because something in it is not saved. */
export async function closeByUser({ panels }: AppContext, panel: IDockviewPanel): Promise<void> {
  const { kind, instance } = panel.params as unknown as DockParameters;
  if ((await panels.get(kind)?.mayClose?.(instance)) === false) return;
  panel.api.close();
}
