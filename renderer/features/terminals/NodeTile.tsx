import { EyeOff } from 'lucide-react';
import { useRef, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import type { Target } from '#shared/contract/common.ts';
import { runningNodes } from './openPanels.ts';
import { ShellEnd } from './ShellEnd.tsx';
import { type ShellState, shellWords } from './shellState.ts';
import { TerminalScreen } from './TerminalScreen.tsx';
import { TransferBar } from './TransferBar.tsx';
import { transfersOf } from './transfers.ts';
import { usePlace } from './usePlace.ts';

/** Lines kept above the screen of a tile: there may be many. */
const scrollback = 1000;

interface NodeTileProps {
  readonly id: string;
  readonly node: string;
  readonly target: Target;
  readonly isVisible: boolean;
  readonly terminals: readonly string[];
  readonly onTerminals: (terminals: readonly string[]) => void;
  readonly onTyped: (data: string, isPaste: boolean) => void;
  readonly others: () => number;
  readonly isClosed: () => boolean;
  readonly onHide: () => void;
}

/** One of the terminals on all nodes. */
export function NodeTile(props: NodeTileProps) {
  const { id, node, target, isVisible, terminals, onHide } = props;
  const app = useApp();
  const [shell, setShell] = useState<ShellState>({ phase: 'opening' });
  // The terminal lives longer than one drawing; what it calls must be of the latest one.
  const latest = useRef(props);
  latest.current = props;
  const { place, onElement } = usePlace(
    () => ({
      listed: {
        id,
        node,
        composition: target.composition,
        flavour: target.flavour,
        label: node,
        kind: 'tile',
        opens: 'shell',
      },
      target,
      terminals,
      scrollback,
      onTerminals: (now) => latest.current.onTerminals(now),
      onShell: setShell,
      onTyped: (data, isPaste) => latest.current.onTyped(data, isPaste),
      others: () => latest.current.others(),
    }),
    isVisible,
    () => latest.current.isClosed(),
  );
  const isNodeRunning = useSlice(app.deployments, () => runningNodes(app, target).includes(node));
  const { state, word } = shellWords(shell, node, isNodeRunning);
  return (
    <section className="terminal-tile" aria-label={node}>
      <header className="terminal-tile-header">
        <strong className="truncate">{node}</strong>
        {shell.phase !== 'open' && <StateLabel state={state}>{word}</StateLabel>}
        <span className="terminal-bar-space" />
        <IconButton icon={EyeOff} label={`Hide ${node} and end its shell here`} onClick={onHide} />
      </header>
      <TerminalScreen
        id={id}
        onElement={onElement}
        screen={place.screen}
        paste={place.paste}
        onDropFiles={(files) => transfersOf(app).upload({ node, target }, files)}
        onDownload={(path) => transfersOf(app).download({ node, target }, path)}
      >
        <TransferBar node={node} target={target} onInsert={place.type} />
        <ShellEnd shell={shell} node={node} isNodeRunning={isNodeRunning} onReopen={place.reopen} />
      </TerminalScreen>
    </section>
  );
}
