/** Terminals on all running nodes, side by side; typing can go to one of them or to all. */
import { LayoutGrid, RadioTower } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import type { PanelProps } from '#renderer/app/panels.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { deploymentOf } from '#renderer/store/deployments.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { classNames } from '#renderer/ui/classNames.ts';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import { count } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import { connectLine } from './cliLines.ts';
import { forgetTiles, type KeptTiles, recallTiles, rememberTiles } from './keptTiles.ts';
import { NodeTile } from './NodeTile.tsx';
import { tileId } from './openPanels.ts';
import { terminalPanels } from './panelIds.ts';
import { readDeploymentPlace, targetOf } from './panelTarget.ts';
import type { Place } from './place.ts';
import { placesOf } from './places.ts';
import { screensOf } from './screens.ts';
import { TerminalBar } from './TerminalBar.tsx';
import { columnsFor, type Direction, tile, tileBeside } from './tiles.ts';

export default function AllNodesPanel(props: PanelProps) {
  const { workspace } = useApp();
  const directory = useSlice(workspace, ({ project }) =>
    project.phase === 'open' ? project.project.directory : null,
  );
  const deployment = readDeploymentPlace(props.parameters);
  if (directory === null || deployment === null) return null;
  return <AllNodes {...props} target={targetOf(directory, deployment)} />;
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

function AllNodes({ instance, isVisible, setTab, target }: PanelProps & { readonly target: Target }) {
  const app = useApp();
  const deployment = useSlice(app.deployments, (state) => deploymentOf(state, target));
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const [isBroadcasting, setBroadcasting] = useState(false);
  const kept = useRef<KeptTiles>(recallTiles(target));
  const order = useRef<readonly string[]>(Object.keys(kept.current));
  const { nodes, left } = useMemo(
    () => tile(order.current, deployment?.nodes ?? [], hidden),
    [deployment, hidden],
  );
  order.current = nodes;
  const [grid, columns] = useColumns(nodes.length);
  const isClosed = (): boolean => !app.panels.isOpen(terminalPanels.allNodes, instance);

  // biome-ignore lint/correctness/useExhaustiveDependencies: setTab is new each time and does the same
  useEffect(() => {
    setTab({ title: isBroadcasting ? 'All nodes (typing to all)' : 'All nodes' });
  }, [isBroadcasting]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it asks for stays the same as long as the panel
  useEffect(
    () => () => {
      setTimeout(() => isClosed() && forgetTiles(target), 0);
    },
    [],
  );

  function others(node: string): Place[] {
    return nodes
      .filter((other) => other !== node)
      .map((other) => placesOf(app).get(tileId(instance, other)))
      .filter((place) => place !== undefined);
  }

  /** Alt and an arrow go to the tile beside. */
  function press(event: KeyboardEvent): void {
    const direction = directions[event.key];
    if (direction === undefined || !event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const current = nodes.findIndex((node) => tileId(instance, node) === screensOf(app).current()?.id);
    const next = nodes[tileBeside(Math.max(0, current), direction, nodes.length, columns)];
    event.preventDefault();
    event.stopPropagation();
    if (next !== undefined) screensOf(app).focus(tileId(instance, next));
  }

  if (nodes.length === 0) {
    return (
      <EmptyState
        icon={LayoutGrid}
        title="No node runs"
        action={
          <Button onClick={() => void app.commands.execute(runCommands.showNodes)}>Show the nodes</Button>
        }
        command={connectLine(target.flavour)}
      >
        Every node that runs gets a terminal here, side by side. What you type can go to one of them, or to
        all at once.
      </EmptyState>
    );
  }
  return (
    <section
      className={classNames('terminal-panel', isBroadcasting && 'terminal-broadcast')}
      aria-label="Terminals on all nodes"
      onKeyDownCapture={press}
    >
      <TerminalBar target={target} command={connectLine(target.flavour)}>
        <Button
          look={isBroadcasting ? 'normal' : 'quiet'}
          icon={RadioTower}
          aria-pressed={isBroadcasting}
          onClick={() => setBroadcasting(!isBroadcasting)}
        >
          {isBroadcasting ? 'Stop typing to all' : 'Type to all nodes'}
        </Button>
        {isBroadcasting && (
          <StateLabel state="stale" filled>
            {`Whatever you type goes to ${count(nodes.length, 'node')}`}
          </StateLabel>
        )}
        {left > 0 && <span className="muted">{count(left, 'more node')} without a tile</span>}
        {hidden.size > 0 && (
          <Button look="quiet" onClick={() => setHidden(new Set())}>
            Show {count(hidden.size, 'hidden node')}
          </Button>
        )}
      </TerminalBar>
      <div ref={grid} className="terminal-grid" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
        {nodes.map((node) => (
          <NodeTile
            key={node}
            id={tileId(instance, node)}
            node={node}
            target={target}
            isVisible={isVisible}
            terminals={kept.current[node] ?? []}
            onTerminals={(terminals) => {
              kept.current = { ...kept.current, [node]: terminals };
              rememberTiles(target, kept.current);
            }}
            onTyped={(data, isPaste) => {
              if (!isBroadcasting) return;
              for (const place of others(node)) {
                if (isPaste) place.pasteQuietly(data);
                else place.type(data);
              }
            }}
            others={() => (isBroadcasting ? others(node).length : 0)}
            isClosed={() => isClosed() || !order.current.includes(node)}
            onHide={() => setHidden(new Set([...hidden, node]))}
          />
        ))}
      </div>
    </section>
  );
}

/** How many columns suit the size that the grid has now. */
function useColumns(
  tiles: number,
): readonly [(element: HTMLElement | null) => (() => void) | undefined, number] {
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [observe] = useState(() => (element: HTMLElement | null) => {
    if (element === null) return;
    const observer = new ResizeObserver(() =>
      setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  });
  return [observe, columnsFor(tiles, size.width, size.height)];
}
