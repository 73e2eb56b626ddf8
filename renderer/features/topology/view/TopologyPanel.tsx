/** The picture of the chosen composition: what the text says, what Nix says of it, and what runs. */
import { ReactFlowProvider } from '@xyflow/react';
import { Waypoints } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import type { PanelProps } from '#renderer/app/panels.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import type { Target } from '#shared/contract/common.ts';
import { chooseCount } from '../chosenCounts.ts';
import { useHistories } from '../nodeStats.ts';
import { topologyCommands } from '../topologyCommands.ts';
import { type TopologyState, topologyOf } from '../topologyState.ts';
import { topologyViewOf } from '../viewState.ts';
import { type CardContext, CardProvider } from './cardContext.ts';
import { StatusStrip } from './StatusStrip.tsx';
import { Toolbar } from './Toolbar.tsx';
import { TopologyCanvas } from './TopologyCanvas.tsx';
import './Topology.css';
import { useTopologyLayout } from './useTopologyLayout.ts';

const whole = (state: TopologyState): TopologyState => state;

export default function TopologyPanel({ isVisible }: PanelProps) {
  const app = useApp();
  const state = useSlice(topologyOf(app), whole);
  const { target, model, text } = state;
  if (target === null || (text === null && model.roles.length === 0)) {
    return (
      <div className="topology-empty">
        <Spinner doing="Reading the composition" />
      </div>
    );
  }
  if (model.roles.length === 0) return <NoRoles file={state.file} />;
  return (
    <ReactFlowProvider>
      <Drawn state={state} target={target} isVisible={isVisible} />
    </ReactFlowProvider>
  );
}

interface DrawnProps {
  readonly state: TopologyState;
  readonly target: Target;
  readonly isVisible: boolean;
}

function Drawn({ state, target, isVisible }: DrawnProps) {
  const place = useRef<HTMLDivElement>(null);
  const room = useRoom(place);
  return (
    <div className="topology">
      <Toolbar />
      <section ref={place} className="topology-place" aria-label="Roles and who needs whom">
        {room !== null && <Picture state={state} target={target} isVisible={isVisible} room={room} />}
      </section>
      <StatusStrip state={state} />
    </div>
  );
}

function Picture({ state, target, isVisible, room }: DrawnProps & { readonly room: Room }) {
  const app = useApp();
  const { model, deployment, file } = state;
  const view = topologyViewOf(app);
  const { openPackages, arrangement } = useSlice(view, (all) => all);
  const picture = useTopologyLayout(view.layouts, {
    model,
    openPackages,
    room,
    memoryKey: `${target.directory}/${file}`,
    arrangement,
  });
  const histories = useHistories(app, target, isVisible && deployment !== null);
  const cards = useMemo<CardContext>(
    () => ({
      histories,
      changeCount: (role, count) => chooseCount(app, role, count),
      togglePackages: (role) => view.dispatch({ type: 'packages-toggled', role }),
    }),
    [app, histories, view],
  );
  return (
    <CardProvider value={cards}>
      <TopologyCanvas model={model} picture={picture} />
    </CardProvider>
  );
}

interface Room {
  readonly width: number;
  readonly height: number;
}

/** The size of the canvas; null before the first measure. */
function useRoom(place: { readonly current: HTMLElement | null }) {
  const [room, setRoom] = useState<Room | null>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) setRoom({ width, height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return room;
}

function NoRoles({ file }: { readonly file: string }) {
  const { commands } = useApp();
  return (
    <EmptyState
      icon={Waypoints}
      title="No roles yet"
      action={
        <Button look="primary" onClick={() => void commands.execute(topologyCommands.addRole)}>
          Add the first role
        </Button>
      }
    >
      A role is a kind of machine, such as a server or a client. Each that {file} describes is drawn here,
      with its services and with lines to the roles that it needs.
    </EmptyState>
  );
}
