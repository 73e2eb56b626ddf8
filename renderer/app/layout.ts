/** The layout of each project: the default one, and the one the user left. */
import type { DockviewApi, SerializedDockview } from 'dockview-react';
import type { AppContext } from './context.ts';
import { type DockParameters, dockOptions, groupFor } from './dockAreas.ts';
import { forget, recall, remember } from './memory.ts';
import type { PanelKind } from './panels.ts';
import type { SideBarState } from './sideBar.ts';

/** Raised when a kept layout can no longer be read; it is then forgotten. */
const layoutVersion = 1;

interface KeptLayout {
  readonly version: typeof layoutVersion;
  readonly dock: SerializedDockview;
  readonly sideBar: SideBarState;
}

/** The panel of a window without a project. */
const welcomePanel = 'welcome';

export function applyDefaultLayout(app: AppContext, api: DockviewApi, project: string): void {
  const kinds = app.panels.items.getState();
  if (project === '') {
    add(
      app,
      api,
      kinds.filter(({ id }) => id === welcomePanel),
    );
    return;
  }
  groupFor(app, api, 'main');
  const chosen = kinds
    .filter(({ openByDefault }) => openByDefault)
    .toSorted((a, b) => (a.order ?? 0) - (b.order ?? 0));
  // The bottom comes before the right side, so that it is as wide as the window.
  for (const area of ['main', 'bottom', 'right'] as const) {
    add(
      app,
      api,
      chosen.filter((kind) => kind.area === area),
    );
  }
  api.getGroup('main')?.api.setActive();
}

function add(app: AppContext, api: DockviewApi, kinds: readonly PanelKind[]): void {
  const panels = kinds.map((kind) =>
    api.addPanel(
      dockOptions(kind, { instance: '', title: kind.title, parameters: {} }, groupFor(app, api, kind.area)),
    ),
  );
  panels[0]?.api.setActive();
}

/** Puts everything where it was in this project, or where it is by default. */
export function restoreLayout(app: AppContext, api: DockviewApi, project: string): void {
  const kept = recall('layout', project, isKeptLayout);
  if (kept === undefined || !onlyKnownPanels(app, kept.dock)) {
    applyDefaultLayout(app, api, project);
    return;
  }
  try {
    api.fromJSON(kept.dock);
    app.sideBar.restore(kept.sideBar);
  } catch (thrown) {
    console.warn('The kept layout does not fit any more; the default one is used.', thrown);
    forget('layout', project);
    api.clear();
    applyDefaultLayout(app, api, project);
  }
}

/** Milliseconds without a change before the layout is written: dragging an edge changes it all the time. */
const quietTime = 300;

/** Remembers the layout whenever it changes, until the returned function is called. */
export function keepLayout(app: AppContext, api: DockviewApi, project: string): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  function keep(): void {
    const layout: KeptLayout = {
      version: layoutVersion,
      dock: api.toJSON(),
      sideBar: app.sideBar.getState(),
    };
    remember('layout', project, layout);
  }
  function changed(): void {
    clearTimeout(timer);
    timer = setTimeout(keep, quietTime);
  }
  const layoutChanges = api.onDidLayoutChange(changed);
  const stopFollowing = app.sideBar.subscribe(changed);
  window.addEventListener('pagehide', keep);
  return () => {
    clearTimeout(timer);
    layoutChanges.dispose();
    stopFollowing();
    window.removeEventListener('pagehide', keep);
  };
}

function isKeptLayout(value: unknown): value is KeptLayout {
  return (value as Partial<KeptLayout> | null)?.version === layoutVersion;
}

function onlyKnownPanels({ panels }: AppContext, dock: SerializedDockview): boolean {
  return Object.values(dock.panels).every(
    ({ params }) => panels.get((params as unknown as DockParameters).kind) !== undefined,
  );
}
