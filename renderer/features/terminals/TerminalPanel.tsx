/** A terminal on one node. */
import { useEffect, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import type { PanelProps } from '#renderer/app/panels.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import { connectLine } from './cliLines.ts';
import { rememberTerminals, runningNodes } from './openPanels.ts';
import { terminalPanels } from './panelIds.ts';
import { type NodePlace, readNodePlace, readTerminals, targetOf } from './panelTarget.ts';
import { ShellEnd } from './ShellEnd.tsx';
import { type ShellState, shellWords, tabTitle } from './shellState.ts';
import { TerminalBar } from './TerminalBar.tsx';
import { TerminalScreen } from './TerminalScreen.tsx';
import { TransferBar } from './TransferBar.tsx';
import { transfersOf } from './transfers.ts';
import { usePlace } from './usePlace.ts';

/** Lines kept above the screen of a terminal. */
const scrollback = 5000;

export default function TerminalPanel(props: PanelProps) {
  const { workspace } = useApp();
  const directory = useSlice(workspace, ({ project }) =>
    project.phase === 'open' ? project.project.directory : null,
  );
  const node = readNodePlace(props.parameters);
  if (directory === null || node === null) return null;
  return <NodeTerminal {...props} {...node} directory={directory} />;
}

function NodeTerminal({
  instance,
  parameters,
  isVisible,
  setTab,
  directory,
  ...nodePlace
}: PanelProps & NodePlace & { readonly directory: string }) {
  const app = useApp();
  const { node } = nodePlace;
  const target = targetOf(directory, nodePlace);
  const label = typeof parameters.label === 'string' ? parameters.label : node;
  const opens = parameters.opens === 'console' ? 'console' : 'shell';
  const [shell, setShell] = useState<ShellState>({ phase: 'opening' });
  const { place, onElement } = usePlace(
    () => ({
      listed: { ...nodePlace, id: instance, label, kind: 'tab', opens },
      target,
      terminals: readTerminals(parameters.terminals),
      scrollback,
      onTerminals: (terminals) => rememberTerminals(app, instance, label, terminals, { ...nodePlace, opens }),
      onShell: setShell,
    }),
    isVisible,
    () => !app.panels.isOpen(terminalPanels.terminal, instance),
  );
  const isNodeRunning = useSlice(app.deployments, () => runningNodes(app, target).includes(node));
  const title = tabTitle(label, shell);
  // biome-ignore lint/correctness/useExhaustiveDependencies: setTab is new each time and does the same
  useEffect(() => setTab({ title }), [title]);
  const { state, word } = shellWords(shell, node, isNodeRunning, opens);

  return (
    <div className="terminal-panel">
      <TerminalBar
        screen={instance}
        node={node}
        target={target}
        command={connectLine(target.flavour, [node], opens)}
      >
        <strong>{opens === 'console' ? `Console of ${node}` : node}</strong>
        <StateLabel state={state}>{word}</StateLabel>
      </TerminalBar>
      <TerminalScreen
        id={instance}
        onElement={onElement}
        screen={place.screen}
        paste={place.paste}
        onDropFiles={(files) => transfersOf(app).upload({ node, target }, files)}
        onDownload={(path) => transfersOf(app).download({ node, target }, path)}
      >
        <TransferBar node={node} target={target} onInsert={place.type} />
        <ShellEnd
          shell={shell}
          node={node}
          isNodeRunning={isNodeRunning}
          opens={opens}
          onReopen={place.reopen}
        />
      </TerminalScreen>
    </div>
  );
}
