/** The side bar: one panel at a time, with an edge that can be dragged or moved by arrow keys. */
import { X } from 'lucide-react';
import { type PointerEvent, Suspense, useRef } from 'react';
import { useSlice } from '#renderer/store/slice.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { useApp } from './context.ts';
import { PanelBoundary } from './PanelBoundary.tsx';
import { sideBarWidths } from './sideBar.ts';

export function SideBarView() {
  const app = useApp();
  const { panel, width } = useSlice(app.sideBar, (state) => state);
  const hasProject = useSlice(app.workspace, ({ project }) => project.phase === 'open');
  const kind = panel === null ? undefined : app.panels.get(panel);
  if (kind === undefined || !hasProject) return null;
  const { component: Component, title, id } = kind;
  return (
    <aside className="side-bar" style={{ width }} aria-label={title}>
      <header className="side-bar-header">
        <h2>{title}</h2>
        <IconButton icon={X} label="Close the side bar" shortcut="Mod+B" onClick={app.sideBar.close} />
      </header>
      <div className="side-bar-body">
        <PanelBoundary key={id} title={title}>
          <Suspense fallback={<Spinner doing={`Opening ${title.toLowerCase()}`} />}>
            <Component instance="" parameters={{}} isVisible setTab={() => {}} close={app.sideBar.close} />
          </Suspense>
        </PanelBoundary>
      </div>
      <Edge width={width} onResize={app.sideBar.resize} />
    </aside>
  );
}

/** CSS pixels for one press of an arrow key. */
const keyboardStep = 16;

function Edge({ width, onResize }: { readonly width: number; readonly onResize: (width: number) => void }) {
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null);
  function move(event: PointerEvent): void {
    if (start.current !== null) onResize(start.current.width + event.clientX - start.current.x);
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> cannot be moved
    <div
      className="side-bar-edge"
      role="separator"
      tabIndex={0}
      aria-label="Width of the side bar"
      aria-orientation="vertical"
      aria-valuemin={sideBarWidths.least}
      aria-valuemax={sideBarWidths.most}
      aria-valuenow={width}
      onPointerDown={(event) => {
        start.current = { x: event.clientX, width };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={move}
      onPointerUp={() => {
        start.current = null;
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowLeft') onResize(width - keyboardStep);
        if (event.key === 'ArrowRight') onResize(width + keyboardStep);
      }}
    />
  );
}
