/** The log of one node, as it is written. */
import { SquareTerminal } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import type { PanelProps } from '#renderer/app/panels.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { StateIcon, StateLabel, type StateName } from '#renderer/ui/StateLabel.tsx';
import { logsLine } from './cliLines.ts';
import { createNodeLog, type LogState } from './nodeLog.ts';
import { logScreenId, runningNodes } from './openPanels.ts';
import { type NodePlace, readNodePlace, targetOf } from './panelTarget.ts';
import { TerminalBar } from './TerminalBar.tsx';
import { TerminalScreen } from './TerminalScreen.tsx';
import { terminalCommands } from './terminalCommands.ts';

export default function LogPanel(props: PanelProps) {
  const { workspace } = useApp();
  const directory = useSlice(workspace, ({ project }) =>
    project.phase === 'open' ? project.project.directory : null,
  );
  const node = readNodePlace(props.parameters);
  if (directory === null || node === null) return null;
  return <NodeLogView {...props} {...node} directory={directory} />;
}

const words: Readonly<Record<LogState['phase'], readonly [StateName, string]>> = {
  opening: ['working', 'Opening'],
  following: ['running', 'Following'],
  ended: ['absent', 'Node ended'],
  failed: ['failed', 'Cannot be read'],
};

function NodeLogView({
  instance,
  isVisible,
  setTab,
  directory,
  ...nodePlace
}: PanelProps & NodePlace & { readonly directory: string }) {
  const app = useApp();
  const { node } = nodePlace;
  const target = targetOf(directory, nodePlace);
  const [state, setState] = useState<LogState>({ phase: 'opening' });
  const id = logScreenId(instance);
  const [{ log, onElement }] = useState(() => {
    const made = createNodeLog(app, { id, node, target, onState: setState });
    return {
      log: made,
      onElement(element: HTMLElement) {
        made.start(element);
        return made.leave;
      },
    };
  });
  useEffect(() => log.setVisible(isVisible), [log, isVisible]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: setTab is new each time and does the same
  useEffect(() => setTab({ title: `${node} log` }), [node]);
  const isNodeRunning = useSlice(app.deployments, () => runningNodes(app, target).includes(node));
  const [name, word] = words[state.phase];
  return (
    <div className="terminal-panel">
      <TerminalBar screen={id} target={target} command={logsLine(target.flavour, node)}>
        <strong>Log of {node}</strong>
        <StateLabel state={name}>{word}</StateLabel>
        {isNodeRunning && (
          <Button
            look="quiet"
            icon={SquareTerminal}
            onClick={() => void app.commands.execute(terminalCommands.open, { node, target })}
          >
            Terminal
          </Button>
        )}
      </TerminalBar>
      <TerminalScreen id={id} onElement={onElement} screen={log.screen} paste={null}>
        {state.phase === 'following' && state.isEmpty && (
          <p className="terminal-note muted">
            {node} has written nothing yet. What its system and its services print appears here.
          </p>
        )}
        {state.phase === 'failed' && (
          <div className="terminal-end" role="status">
            <StateIcon state="failed" />
            <p>
              {state.error.message} {state.error.hint}
            </p>
          </div>
        )}
      </TerminalScreen>
    </div>
  );
}
