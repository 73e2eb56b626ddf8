/** One panel in the dock: finds its kind, and hands it what a panel may do. */
import type { IDockviewPanelProps } from 'dockview-react';
import { Suspense, useEffect, useState } from 'react';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { useApp } from './context.ts';
import type { DockParameters } from './dockAreas.ts';
import { PanelBoundary } from './PanelBoundary.tsx';
import type { PanelProps } from './panels.ts';

export function DockPanel({ api, params }: IDockviewPanelProps<DockParameters>) {
  const app = useApp();
  const [isVisible, setVisible] = useState(api.isVisible);
  useEffect(() => {
    const visibility = api.onDidVisibilityChange((event) => setVisible(event.isVisible));
    return () => visibility.dispose();
  }, [api]);
  const kind = app.panels.get(params.kind);
  if (kind === undefined) return null;
  const { component: Component } = kind;
  const setTab: PanelProps['setTab'] = ({ title, modified }) => {
    if (title !== undefined && title !== api.title) api.setTitle(title);
    if (modified !== undefined) api.updateParameters({ modified });
  };
  return (
    <PanelBoundary title={kind.title}>
      <Suspense fallback={<Spinner doing={`Opening ${kind.title.toLowerCase()}`} />}>
        <div className="dock-panel">
          <Component
            instance={params.instance}
            parameters={params.parameters}
            isVisible={isVisible}
            setTab={setTab}
            close={() => api.close()}
          />
        </div>
      </Suspense>
    </PanelBoundary>
  );
}
