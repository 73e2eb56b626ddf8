/** Names of the commands about terminals, for features that offer them too. */
import type { CommandKey } from '#renderer/app/commands.ts';
import { type NodeRequest, runCommands } from '#renderer/features/run/runCommands.ts';

export const terminalCommands = {
  /** Shows the terminal of a node; opens one if there is none. */
  open: runCommands.openTerminal,
  /** Opens a further terminal on a node. */
  openAnother: 'terminal.open-another' as CommandKey<NodeRequest>,
  allNodes: 'terminal.all-nodes' as CommandKey<Pick<NodeRequest, 'target'>>,
  log: runCommands.openLog,
  /** Shows where terminals are opened. */
  show: 'terminal.show' as CommandKey,
  /** To the terminals and back. */
  toggle: 'terminal.toggle' as CommandKey,
  next: 'terminal.next' as CommandKey,
  previous: 'terminal.previous' as CommandKey,
  find: 'terminal.find' as CommandKey,
  clear: 'terminal.clear' as CommandKey,
  copyOutput: 'terminal.copy-output' as CommandKey,
  zoomIn: 'terminal.zoom-in' as CommandKey,
  zoomOut: 'terminal.zoom-out' as CommandKey,
  zoomReset: 'terminal.zoom-reset' as CommandKey,
} as const;
