/** Names of the panels, which are kept with the layout. */
export const terminalPanels = {
  home: 'terminals',
  terminal: 'terminal',
  allNodes: 'all-nodes',
  log: 'node-log',
} as const;
