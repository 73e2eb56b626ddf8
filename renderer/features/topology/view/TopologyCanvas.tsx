/** The picture to move around in. Cards and lines stand where the layout puts them. */
import {
  getViewportForBounds,
  MiniMap,
  ReactFlow,
  type ReactFlowInstance,
  useStore as useFlowStore,
  ViewportPortal,
} from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { ContextMenu } from '#renderer/ui/Menu.tsx';
import type { Bounds } from '../layout/layout.ts';
import type { TopologyModel } from '../model/topology.ts';
import { topologyViewOf } from '../viewState.ts';
import { cardWords } from './cardWords.ts';
import { moveFocus, pressOnCard } from './keys.ts';
import { Lines } from './Lines.tsx';
import { type MenuTarget, menuItems, menuTargetOf } from './menuItems.ts';
import { motionDuration } from './motion.ts';
import { RoleCard, type RoleCardNode } from './RoleCard.tsx';
import { reuseSame } from './reuse.ts';
import { type Picture, useMoving } from './useTopologyLayout.ts';

// Cards that cannot be dragged or selected would let clicks through to the canvas.
const cardStyle = { pointerEvents: 'all' } as const;

const nodeTypes = { role: RoleCard };

export const zoomLimits = { least: 0.1, most: 2 } as const;

/** Roles from which on an overview helps. */
const overviewFrom = 12;

type Flow = ReactFlowInstance<RoleCardNode>;

interface CanvasProps {
  readonly model: TopologyModel;
  readonly picture: Picture;
}

export function TopologyCanvas({ model, picture }: CanvasProps) {
  const app = useApp();
  const selection = useSlice(app.workspace, (state) => state.selection);
  const layout = useMoving(picture.layout);
  const place = useRef<HTMLDivElement>(null);
  const [flow, setFlow] = useState<Flow | null>(null);
  const [menu, setMenu] = useState<MenuTarget>({ kind: 'picture' });
  const { hasMoved, fit } = useFit(flow, place, picture.layout.bounds);
  useReveal(flow, place, hasMoved, picture, selection);

  const last = useRef<readonly RoleCardNode[]>([]);
  const nodes = useMemo(() => {
    const next = model.roles.flatMap((role): RoleCardNode[] => {
      const box = layout.boxes.get(role.name);
      const card = picture.cards.get(role.name);
      if (box === undefined || card === undefined) return [];
      const isSelected = selection.role === role.name;
      return [
        {
          id: role.name,
          type: 'role',
          position: { x: box.x, y: box.y },
          width: box.width,
          height: box.height,
          style: cardStyle,
          data: {
            role,
            card,
            isSelected,
            selectedNode: isSelected ? selection.node : null,
            words: cardWords(role, model.edges),
          },
        },
      ];
    });
    last.current = reuseSame(last.current, next);
    return [...last.current];
  }, [model, layout, picture.cards, selection]);

  const select = useCallback(
    (target: MenuTarget) => {
      if (target.kind === 'role')
        app.workspace.select({ role: target.role, node: target.node, source: 'topology' });
      else if (target.kind === 'picture')
        app.workspace.select({ role: null, node: null, source: 'topology' });
    },
    [app],
  );

  function open(target: MenuTarget): void {
    if (target.kind !== 'role') return;
    const nodesOfRole = model.roles.find(({ name }) => name === target.role)?.nodes ?? [];
    const running = nodesOfRole.filter(({ status }) => status.state === 'running');
    const node = target.node ?? (running.length === 1 ? (running[0]?.name ?? null) : null);
    if (node !== null && running.some(({ name }) => name === node)) {
      void app.commands.execute(runCommands.openTerminal, { node });
    }
  }

  return (
    <ContextMenu items={menuItems(app, model, menu)}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what can be pressed inside of it are the cards. */}
      <div
        ref={place}
        className="topology-canvas"
        onContextMenuCapture={(event) => {
          const target = menuTargetOf(event.target);
          setMenu(target);
          select(target);
        }}
        onClick={(event) => {
          if (!(event.target as Element).closest('button')) select(menuTargetOf(event.target));
        }}
        onDoubleClick={(event) => {
          if (!(event.target as Element).closest('button')) open(menuTargetOf(event.target));
        }}
        onKeyDown={(event) => {
          const role = (event.target as HTMLElement).dataset.role;
          if (role === undefined) return;
          if (pressOnCard(app, model, role, event)) return;
          moveFocus(event, picture.layout);
        }}
        onFocus={(event) => {
          const { role } = (event.target as HTMLElement).dataset;
          if (role !== undefined && selection.role !== role && event.target.matches(':focus-visible')) {
            app.workspace.select({ role, node: null, source: 'topology' });
          }
        }}
      >
        <ReactFlow<RoleCardNode>
          nodes={nodes}
          edges={[]}
          nodeTypes={nodeTypes}
          minZoom={zoomLimits.least}
          maxZoom={zoomLimits.most}
          onInit={setFlow}
          onMoveStart={(event) => {
            if (event !== null) hasMoved.current = true;
            place.current?.setAttribute('data-moving', '');
          }}
          onMoveEnd={() => place.current?.removeAttribute('data-moving')}
          nodesDraggable={false}
          nodesConnectable={false}
          nodesFocusable={false}
          edgesFocusable={false}
          elementsSelectable={false}
          disableKeyboardA11y
          panOnScroll
          zoomOnDoubleClick={false}
          deleteKeyCode={null}
          selectionKeyCode={null}
          proOptions={{ hideAttribution: true }}
        >
          <ViewportPortal>
            <Lines links={layout.links} edges={model.edges} selectedRole={selection.role} />
          </ViewportPortal>
          {model.roles.length >= overviewFrom && <Overview bounds={layout.bounds} />}
        </ReactFlow>
        <FitCommand fit={fit} />
      </div>
    </ContextMenu>
  );
}

/** A small picture of the whole, while only a part of it can be seen. */
function Overview({ bounds }: { readonly bounds: Bounds }) {
  const isPart = useFlowStore(({ transform: [x, y, zoom], width, height }) => {
    const [left, top] = [bounds.x * zoom + x, bounds.y * zoom + y];
    return left < 0 || top < 0 || left + bounds.width * zoom > width || top + bounds.height * zoom > height;
  });
  if (!isPart) return null;
  return (
    <MiniMap
      pannable
      zoomable
      nodeBorderRadius={8}
      ariaLabel="Overview of the picture"
      style={{ width: 140, height: 96 }}
    />
  );
}

function FitCommand({ fit }: { readonly fit: () => void }) {
  const app = useApp();
  useEffect(() => {
    const view = topologyViewOf(app);
    view.onFit = fit;
    return () => {
      view.onFit = null;
    };
  }, [app, fit]);
  return null;
}

const padding = 16;

/** Shows all of the picture until the user has moved it, and again when asked. */
function useFit(flow: Flow | null, place: { readonly current: HTMLElement | null }, bounds: Bounds) {
  const hasMoved = useRef(false);
  const show = useCallback(
    (duration: number) => {
      const element = place.current;
      if (flow === null || element === null || element.clientWidth === 0) return;
      const { clientWidth, clientHeight } = element;
      const viewport = getViewportForBounds(
        bounds,
        clientWidth,
        clientHeight,
        zoomLimits.least,
        1,
        `${padding}px`,
      );
      void flow.setViewport(viewport, { duration });
    },
    [flow, place, bounds],
  );
  const latest = useRef(show);
  latest.current = show;
  const isFirst = useRef(true);
  useEffect(() => {
    if (flow === null || hasMoved.current) return;
    show(isFirst.current ? 0 : motionDuration());
    isFirst.current = false;
  }, [flow, show]);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      if (!hasMoved.current) latest.current(0);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  const fit = useCallback(() => {
    hasMoved.current = false;
    latest.current(motionDuration());
  }, []);
  return { hasMoved, fit };
}

/** Brings a card into view that was selected elsewhere, or reached by keyboard. */
function useReveal(
  flow: Flow | null,
  place: { readonly current: HTMLElement | null },
  hasMoved: { readonly current: boolean },
  { layout }: Picture,
  { role }: { readonly role: string | null },
): void {
  const latest = useRef(layout);
  latest.current = layout;
  useEffect(() => {
    const box = role === null ? undefined : latest.current.boxes.get(role);
    const element = place.current;
    // While all is shown there is nothing to bring into view.
    if (flow === null || box === undefined || element === null || !hasMoved.current) return;
    const { x, y, zoom } = flow.getViewport();
    const shift = (start: number, size: number, room: number): number => {
      if (start < padding / 2) return padding - start;
      const over = start + size - (room - padding / 2);
      return over > 0 ? -Math.min(over + padding / 2, start - padding) : 0;
    };
    const byX = shift(box.x * zoom + x, box.width * zoom, element.clientWidth);
    const byY = shift(box.y * zoom + y, box.height * zoom, element.clientHeight);
    if (byX === 0 && byY === 0) return;
    void flow.setViewport({ x: x + byX, y: y + byY, zoom }, { duration: motionDuration() });
  }, [flow, place, hasMoved, role]);
}

/** The zoom in per cent, for who draws beside the canvas. */
export function useZoomPercent(): number {
  return useFlowStore(({ transform: [, , zoom] }) => Math.round(zoom * 100));
}
