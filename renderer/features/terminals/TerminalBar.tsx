/** The bar over a terminal or a log: what it shows, and what else can be opened from here. */
import { LayoutGrid, Plus, ScrollText, Search } from 'lucide-react';
import type { ReactNode } from 'react';
import { type AppContext, useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { IconButton } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { Menu, type MenuItem } from '#renderer/ui/Menu.tsx';
import type { Target } from '#shared/contract/common.ts';
import { runningNodes } from './openPanels.ts';
import { screensOf } from './screens.ts';
import { terminalCommands } from './terminalCommands.ts';

interface TerminalBarProps {
  /** The screen that is searched; none among tiles. */
  readonly screen?: string;
  /** On which node it is, for its log. */
  readonly node?: string;
  readonly target: Target;
  readonly command: string;
  /** What it shows, at the left. */
  readonly children: ReactNode;
}

export function TerminalBar({ screen, node, target, command, children }: TerminalBarProps) {
  const app = useApp();
  const { commands } = app;
  return (
    <div className="terminal-bar">
      {children}
      <span className="terminal-bar-space" />
      <CommandLine bare command={command} />
      {screen !== undefined && (
        <IconButton
          icon={Search}
          label="Find in the terminal"
          shortcut="Mod+Shift+F"
          onClick={() => screensOf(app).search(screen)}
        />
      )}
      {node !== undefined && (
        <IconButton
          icon={ScrollText}
          label={`Log of ${node}`}
          onClick={() => void commands.execute(terminalCommands.log, { node, target })}
        />
      )}
      {screen !== undefined && (
        <IconButton
          icon={LayoutGrid}
          label="Terminals on all nodes"
          onClick={() => void commands.execute(terminalCommands.allNodes, { target })}
        />
      )}
      <NewTerminal target={target} />
    </div>
  );
}

/** The plus: one more terminal, on any node that runs. */
export function NewTerminal({ target }: { readonly target: Target }) {
  const app = useApp();
  useSlice(app.deployments, ({ targets }) => targets);
  return (
    <Menu items={newTerminalItems(app, target)} align="end">
      <IconButton icon={Plus} label="New terminal" />
    </Menu>
  );
}

function newTerminalItems(app: AppContext, target: Target): MenuItem[] {
  const running = runningNodes(app, target);
  if (running.length === 0) {
    return [{ kind: 'action', label: 'No node runs', disabled: true, run: () => undefined }];
  }
  return [
    { kind: 'heading', label: 'New terminal on' },
    ...running.map(
      (node): MenuItem => ({
        kind: 'action',
        label: node,
        run: () => void app.commands.execute(terminalCommands.openAnother, { node, target }),
      }),
    ),
  ];
}
