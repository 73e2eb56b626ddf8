/** Where terminals begin: the running nodes, each with what can be opened on it. Without any it says how to get them. */
import { LayoutGrid, ScrollText, SquareTerminal } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { NodeMenu } from '#renderer/features/machines/NodeMenu.tsx';
import { possibleActions } from '#renderer/features/machines/nodeActions.ts';
import { nextAction } from '#renderer/features/run/nextAction.ts';
import { nodeWord } from '#renderer/features/run/nodeWords.ts';
import { useSituation } from '#renderer/features/run/readSituation.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { deploymentOf } from '#renderer/store/deployments.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import type { Target } from '#shared/contract/common.ts';
import { connectLine } from './cliLines.ts';
import { placesOf } from './places.ts';
import { terminalCommands } from './terminalCommands.ts';
import './Terminals.css';

export default function HomePanel() {
  const { workspace } = useApp();
  useSlice(workspace, ({ project }) => project);
  const target = workspace.target();
  return target === null ? null : <Home target={target} />;
}

function Home({ target }: { readonly target: Target }) {
  const app = useApp();
  const { commands } = app;
  const deployment = useSlice(app.deployments, (state) => deploymentOf(state, target));
  const places = useSlice(placesOf(app).list, (list) => list.places);
  // A machine that is paused or has failed has no shell, but a console and a power switch.
  const nodes = (deployment?.nodes ?? []).filter(
    (node) => node.status.state === 'running' || possibleActions(node, target.flavour).length > 0,
  );
  const next = nextAction(useSituation(app, target));
  if (nodes.length === 0) {
    return (
      <EmptyState
        icon={SquareTerminal}
        title="No node runs"
        action={
          next.kind === 'action' ? (
            <Button onClick={() => void commands.execute(runCommands.next)}>{next.label}</Button>
          ) : undefined
        }
        command={connectLine(target.flavour)}
      >
        Each node that runs will be listed here. A terminal is a shell on it, as root.
      </EmptyState>
    );
  }
  return (
    <div className="terminal-home">
      <header className="terminal-home-header">
        <p className="muted">
          A terminal is a shell on one node, as root. Double click a node anywhere to open one.
        </p>
        <Button
          icon={LayoutGrid}
          onClick={() => void commands.execute(terminalCommands.allNodes, { target })}
        >
          All nodes side by side
        </Button>
      </header>
      <ul className="terminal-home-nodes">
        {nodes.map((node) => {
          const { name, role, status, link } = node;
          const { state, word } = nodeWord(status, link);
          const open = places.filter(
            (place) =>
              place.kind === 'tab' &&
              place.opens === 'shell' &&
              place.node === name &&
              place.composition === target.composition,
          ).length;
          return (
            <li key={name}>
              <strong className="truncate">{name}</strong>
              <span className="muted truncate">
                {state === 'running' ? role !== name && role : <StateLabel state={state}>{word}</StateLabel>}
              </span>
              <Button
                icon={SquareTerminal}
                disabled={status.state !== 'running'}
                onClick={() => void commands.execute(terminalCommands.open, { node: name, target })}
              >
                {open === 0 ? 'Open terminal' : 'Show terminal'}
              </Button>
              <Button
                look="quiet"
                icon={ScrollText}
                onClick={() => void commands.execute(terminalCommands.log, { node: name, target })}
              >
                Log
              </Button>
              <NodeMenu node={node} target={target} />
              <CommandLine bare command={connectLine(target.flavour, [name])} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
