/** One panel in the dock: finds its kind, and hands it what a panel may do. */
import type { IDockviewPanelProps } from 'dockview-react';
import { Suspense, useCallback, useEffect, useState } from 'react';
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
  // The same functions each time it is drawn: panels call them in effects.
  const setTab = useCallback<PanelProps['setTab']>(
    ({ title, modified }) => {
      if (title !== undefined && title !== api.title) api.setTitle(title);
      // Changed parameters draw the panel anew: what is so already must not change them.
      if (modified !== undefined && modified !== (api.getParameters<DockParameters>().modified ?? false)) {
        api.updateParameters({ modified });
      }
    },
    [api],
  );
  const close = useCallback(() => api.close(), [api]);
  const kind = app.panels.get(params.kind);
  if (kind === undefined) return null;
  const { component: Component } = kind;
  return (
    <PanelBoundary title={kind.title}>
      <Suspense fallback={<Spinner doing={`Opening ${kind.title.toLowerCase()}`} />}>
        <div className="dock-panel">
          <Component
            instance={params.instance}
            parameters={params.parameters}
            isVisible={isVisible}
            setTab={setTab}
            close={close}
          />
        </div>
      </Suspense>
    </PanelBoundary>
  );
}
