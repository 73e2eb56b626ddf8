/** Everything about terminals as commands, for the palette, shortcuts and other features. */
import { Copy, Eraser, LayoutGrid, ScrollText, Search, SquareTerminal, ZoomIn, ZoomOut } from 'lucide-react';
import type { Command } from '#renderer/app/commands.ts';
import type { AppContext } from '#renderer/app/context.ts';
import type { NodeRequest } from '#renderer/features/run/runCommands.ts';
import type { Target } from '#shared/contract/common.ts';
import { userSettings } from '#shared/contract/settings.ts';
import { connectLine, logsLine } from './cliLines.ts';
import {
  nodesOf,
  openAllNodes,
  openAnotherTerminal,
  openLog,
  openTerminal,
  requestedTarget,
  runningNodes,
  showTerminal,
} from './openPanels.ts';
import { terminalPanels } from './panelIds.ts';
import { neighbourOf } from './placeList.ts';
import { placesOf } from './places.ts';
import { screensOf } from './screens.ts';
import { terminalCommands } from './terminalCommands.ts';

const category = 'Terminals';

export function registerTerminalCommands(app: AppContext): void {
  registerOpening(app);
  registerMoving(app);
  registerScreenCommands(app);
}

/** The node that is meant when none is named: the selected one, else the only one there is. */
function impliedNode(app: AppContext, names: readonly string[]): string | null {
  const { node } = app.workspace.getState().selection;
  if (node !== null && names.includes(node)) return node;
  return names.length === 1 ? (names[0] ?? null) : null;
}

function registerOpening(app: AppContext): void {
  const { commands, panels, workspace } = app;
  const isOpen = (): boolean => workspace.getState().project.phase === 'open';
  const running = (): string[] => runningNodes(app, workspace.target());

  /** A command about one node. Where it is not clear about which, the user chooses. */
  function register(
    command: Pick<Command<NodeRequest>, 'id' | 'title' | 'icon'>,
    names: (target: Target) => readonly string[],
    line: (target: Target, node: string) => string,
    act: (node: string, target: Target) => void,
  ): void {
    commands.register<NodeRequest>({
      ...command,
      category,
      when: isOpen,
      run(request) {
        const target = requestedTarget(app, request?.target);
        if (target === null) return;
        const node = request?.node ?? impliedNode(app, names(target));
        if (node === null) panels.open(terminalPanels.home);
        else act(node, target);
      },
      cliLine() {
        const target = workspace.target();
        if (target === null) return null;
        return line(target, impliedNode(app, names(target)) ?? '<node>');
      },
    });
  }

  const connect = ({ flavour }: Target, node: string): string => connectLine(flavour, [node]);
  register(
    { id: terminalCommands.open, title: 'Open a terminal on a node', icon: SquareTerminal },
    (target) => runningNodes(app, target),
    connect,
    (node, target) => openTerminal(app, node, target),
  );
  register(
    { id: terminalCommands.openAnother, title: 'Open another terminal on a node', icon: SquareTerminal },
    (target) => runningNodes(app, target),
    connect,
    (node, target) => openAnotherTerminal(app, node, target),
  );
  register(
    { id: terminalCommands.log, title: 'Show the log of a node', icon: ScrollText },
    (target) => nodesOf(app, target).map(({ name }) => name),
    ({ flavour }, node) => logsLine(flavour, node),
    (node, target) => openLog(app, node, target),
  );
  commands.register<Pick<NodeRequest, 'target'>>({
    id: terminalCommands.allNodes,
    title: 'Open terminals on all nodes, side by side',
    category,
    icon: LayoutGrid,
    when: () => running().length > 0,
    run(request) {
      const target = requestedTarget(app, request?.target);
      if (target !== null) openAllNodes(app, target);
    },
    cliLine() {
      const target = workspace.target();
      return target === null ? null : connectLine(target.flavour);
    },
  });
  commands.register({
    id: terminalCommands.show,
    title: 'Show where terminals are opened',
    category: 'View',
    icon: SquareTerminal,
    when: isOpen,
    run: () => panels.open(terminalPanels.home),
  });
}

function registerMoving(app: AppContext): void {
  const { commands, panels, workspace } = app;
  const { list } = placesOf(app);
  const screens = screensOf(app);

  commands.register({
    id: terminalCommands.toggle,
    title: 'Go to the terminal, and back',
    category,
    icon: SquareTerminal,
    shortcuts: ['Ctrl+Backquote'],
    when: () => workspace.getState().project.phase === 'open',
    run() {
      if (screens.current()?.screen.hasFocus() === true) {
        const outside = screens.outside();
        if (outside === null) panels.activate('previous', 'group');
        else outside.focus();
        return;
      }
      const { active, places } = list.getState();
      const last = places.find(({ id }) => id === active) ?? places.find(({ kind }) => kind === 'tab');
      if (last === undefined) void commands.execute(terminalCommands.open);
      else if (last.kind === 'tab') showTerminal(app, last.id);
      else screens.focus(last.id);
    },
  });
  for (const [id, title, step, shortcut] of [
    [terminalCommands.next, 'Go to the next terminal', 1, 'Alt+Shift+PageDown'],
    [terminalCommands.previous, 'Go to the previous terminal', -1, 'Alt+Shift+PageUp'],
  ] as const) {
    commands.register({
      id,
      title,
      category,
      shortcuts: [shortcut],
      when: () => list.getState().places.some(({ kind }) => kind === 'tab'),
      run() {
        const neighbour = neighbourOf(list.getState(), step);
        if (neighbour !== undefined) showTerminal(app, neighbour.id);
      },
    });
  }
}

function registerScreenCommands(app: AppContext): void {
  const { commands, notifications, settings } = app;
  const screens = screensOf(app);
  const hasCurrent = (): boolean => screens.current() !== null;

  commands.register({
    id: terminalCommands.find,
    title: 'Find in the terminal',
    category,
    icon: Search,
    shortcuts: ['Mod+Shift+F'],
    when: hasCurrent,
    run: () => screens.search(screens.current()?.id ?? null),
  });
  commands.register({
    id: terminalCommands.clear,
    title: 'Clear the terminal',
    category,
    icon: Eraser,
    when: hasCurrent,
    run: () => screens.current()?.screen.clear(),
  });
  commands.register({
    id: terminalCommands.copyOutput,
    title: 'Copy all output of the terminal',
    category,
    icon: Copy,
    when: hasCurrent,
    async run() {
      const text = screens.current()?.screen.text() ?? '';
      await navigator.clipboard.writeText(text);
      notifications.tell('done', 'The output of the terminal is in the clipboard.');
    },
  });

  const { terminalFontSize } = userSettings.shape;
  const usual = userSettings.parse({}).terminalFontSize;
  const zoom = async (change: (size: number) => number): Promise<void> => {
    const wanted = terminalFontSize.safeParse(change(settings.getState().settings.terminalFontSize));
    if (wanted.success) await settings.change({ terminalFontSize: wanted.data });
  };
  // Keys differ between keyboards: each is also named by what it writes or by where it is.
  for (const [id, title, icon, change, shortcuts] of [
    [
      terminalCommands.zoomIn,
      'Make the letters of terminals larger',
      ZoomIn,
      (size: number) => size + 1,
      ['Mod+Equal', 'Mod+Shift+Equal', 'Mod+NumpadAdd'],
    ],
    [
      terminalCommands.zoomOut,
      'Make the letters of terminals smaller',
      ZoomOut,
      (size: number) => size - 1,
      ['Mod+Minus', 'Mod+-', 'Mod+NumpadSubtract'],
    ],
    [
      terminalCommands.zoomReset,
      'Give the letters of terminals their usual size',
      undefined,
      () => usual,
      ['Mod+0', 'Mod+Digit0', 'Mod+Numpad0'],
    ],
  ] as const) {
    commands.register({
      id,
      title,
      category,
      ...(icon === undefined ? {} : { icon }),
      shortcuts,
      when: hasCurrent,
      run: () => zoom(change),
    });
  }
}
