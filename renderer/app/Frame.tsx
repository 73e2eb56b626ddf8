/** The window: bars around the dock. */
import { ActivityBar } from './ActivityBar.tsx';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Contained } from './Contained.tsx';
import { useApp } from './context.ts';
import { Dock } from './Dock.tsx';
import './Frame.css';
import { useSlice } from '#renderer/store/slice.ts';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { SideBarView } from './SideBarView.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TopBar } from './TopBar.tsx';

export function Frame() {
  const app = useApp();
  const overlays = useSlice(app.overlays.items, (items) => items);
  const project = useSlice(app.workspace, (state) => state.project);
  return (
    <div className="frame">
      <TopBar />
      <ConnectionBanner />
      <div className="frame-middle">
        <ActivityBar />
        <SideBarView />
        <main className="frame-dock" aria-label="Panels">
          {project.phase === 'opening' ? (
            <div className="frame-opening">
              <Spinner doing={`Opening ${project.directory}`} waitingFor="the engine to read the project" />
            </div>
          ) : (
            <Dock
              key={project.phase === 'open' ? project.project.directory : ''}
              project={project.phase === 'open' ? project.project.directory : ''}
            />
          )}
        </main>
      </div>
      <StatusBar />
      {overlays.map(({ id, component: Component }) => (
        <Contained key={id} what={`“${id}”`} notifications={app.notifications}>
          <Component />
        </Contained>
      ))}
    </div>
  );
}
