/** The dock: panels as tabs in groups that can be moved, split and resized; as the user left them in each project. */
import { type DockviewApi, DockviewReact, type DockviewReadyEvent } from 'dockview-react';
import 'dockview-react/dist/styles/dockview.css';
import { useEffect, useRef } from 'react';
import { type AppContext, useApp } from './context.ts';
import './Dock.css';
import { DockPanel } from './DockPanel.tsx';
import { DockTab } from './DockTab.tsx';
import { DockWatermark } from './DockWatermark.tsx';
import { panelComponentName } from './dockAreas.ts';
import { keepLayout, restoreLayout } from './layout.ts';
import { createPanelHost } from './panelHost.ts';

const components = { [panelComponentName]: DockPanel };

const theme = {
  name: 'nxc',
  className: 'dock-theme',
  dndOverlayMounting: 'relative',
  dndPanelOverlay: 'group',
  dndTabIndicator: 'line',
} as const;

/** @param project the project's directory; empty when none is open */
export function Dock({ project }: { readonly project: string }) {
  const app = useApp();
  const leave = useRef<() => void>(undefined);
  useEffect(() => () => leave.current?.(), []);
  return (
    <DockviewReact
      theme={theme}
      components={components}
      defaultTabComponent={DockTab}
      watermarkComponent={DockWatermark}
      disableFloatingGroups
      scrollbars="native"
      onReady={({ api }: DockviewReadyEvent) => {
        leave.current = enter(app, api, project);
      }}
    />
  );
}

function enter(app: AppContext, api: DockviewApi, project: string): () => void {
  restoreLayout(app, api, project);
  const stopKeeping = keepLayout(app, api, project);
  const detach = app.panels.attach(createPanelHost(app, api, project));
  return () => {
    detach();
    stopKeeping();
  };
}
