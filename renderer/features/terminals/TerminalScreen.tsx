/** The element that a terminal is in, with its menu, the search and what is to say about its shell. */
import {
  ClipboardPaste,
  Copy,
  Download,
  Eraser,
  RotateCcw,
  Search,
  TextSelect,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import { type DragEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { commandItem } from '#renderer/app/commandItems.ts';
import { type AppContext, useApp } from '#renderer/app/context.ts';
import { terminalKeysAttribute } from '#renderer/app/keyboard.ts';
import type { Screen } from '#renderer/platform/xterm/screen.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { classNames } from '#renderer/ui/classNames.ts';
import { ContextMenu, type MenuItem } from '#renderer/ui/Menu.tsx';
import { isMac } from '#renderer/ui/system.ts';
import { FindBar } from './FindBar.tsx';
import { screenAttribute, screensOf } from './screens.ts';
import { terminalCommands } from './terminalCommands.ts';
import './Terminals.css';

export interface TerminalScreenProps {
  readonly id: string;
  /** Called once with the element to draw in; returns how to leave it. */
  readonly onElement: (element: HTMLElement) => () => void;
  readonly screen: () => Screen | null;
  /** `null` where nothing can be typed. */
  readonly paste: ((text: string) => Promise<void>) | null;
  readonly onDropFiles?: (files: readonly File[]) => void;
  /** Fetches a file of the node to this machine. */
  readonly onDownload?: (path: string) => void;
  /** Stands under the screen. */
  readonly children?: ReactNode;
}

export function TerminalScreen(props: TerminalScreenProps) {
  const { id, onElement, screen, paste, onDropFiles, onDownload, children } = props;
  const app = useApp();
  const element = useRef<HTMLDivElement>(null);
  const begin = useRef(onElement);
  const isSearched = useSlice(screensOf(app).searched, (searched) => searched === id);
  const fontSize = useSlice(app.settings, ({ settings }) => settings.terminalFontSize);
  const [isOver, setOver] = useState(false);
  const [selection, setSelection] = useState('');
  useEffect(() => (element.current === null ? undefined : begin.current(element.current)), []);
  useEffect(() => screen()?.setFontSize(fontSize), [screen, fontSize]);

  const drop =
    onDropFiles === undefined
      ? {}
      : {
          onDragOver(event: DragEvent) {
            if (!event.dataTransfer.types.includes('Files')) return;
            event.preventDefault();
            setOver(true);
          },
          onDragLeave: () => setOver(false),
          onDrop(event: DragEvent) {
            if (!event.dataTransfer.types.includes('Files')) return;
            event.preventDefault();
            setOver(false);
            onDropFiles([...event.dataTransfer.files]);
          },
        };

  return (
    <div className="terminal-frame" {...{ [screenAttribute]: id }}>
      {isSearched && <FindBar screen={screen} />}
      <ContextMenu items={menuItems(app, screen, paste, selection, onDownload)}>
        <div
          className={classNames('terminal-place', isOver && 'terminal-place-target')}
          onContextMenuCapture={() => setSelection(screen()?.selection().trim() ?? '')}
          {...drop}
        >
          <div ref={element} className="terminal-element" {...{ [terminalKeysAttribute]: '' }} />
          {isOver && <p className="terminal-drop">Drop files to copy them to /tmp on the node</p>}
        </div>
      </ContextMenu>
      {children}
    </div>
  );
}

function menuItems(
  app: AppContext,
  screen: () => Screen | null,
  paste: TerminalScreenProps['paste'],
  selection: string,
  onDownload: TerminalScreenProps['onDownload'],
): MenuItem[] {
  const pasteKeys = isMac ? 'Meta+V' : 'Ctrl+Shift+V';
  const items: MenuItem[] = [
    {
      kind: 'action',
      label: 'Copy',
      icon: Copy,
      shortcut: isMac ? 'Meta+C' : 'Ctrl+Shift+C',
      disabled: selection === '',
      run: () => void navigator.clipboard.writeText(screen()?.selection() ?? ''),
    },
  ];
  if (paste !== null) {
    items.push({
      kind: 'action',
      label: 'Paste',
      icon: ClipboardPaste,
      shortcut: pasteKeys,
      run: () => void pasteFromClipboard(app, paste, pasteKeys),
    });
  }
  items.push(
    { kind: 'action', label: 'Select all', icon: TextSelect, run: () => screen()?.selectAll() },
    { kind: 'separator' },
  );
  if (onDownload !== undefined) items.push(downloadItem(selection, onDownload), { kind: 'separator' });
  const offered = [
    [terminalCommands.find, Search],
    [terminalCommands.copyOutput, Copy],
    [terminalCommands.clear, Eraser],
    [terminalCommands.zoomIn, ZoomIn],
    [terminalCommands.zoomOut, ZoomOut],
    [terminalCommands.zoomReset, RotateCcw],
  ] as const;
  for (const [id, icon] of offered) {
    const command = app.commands.get(id);
    if (command !== undefined) items.push({ ...commandItem(app, command), icon } as MenuItem);
  }
  return items;
}

/** The path is what is selected: nobody but the shell knows in which folder it is. */
function downloadItem(selection: string, onDownload: (path: string) => void): MenuItem {
  const isPath = /^\/[^\n]+$/.test(selection);
  return {
    kind: 'action',
    label: isPath ? `Download ${selection}` : 'Download a file',
    icon: Download,
    disabled: !isPath,
    run: () => onDownload(selection),
    ...(isPath ? {} : { detail: 'Select its whole path first, from the / on' }),
  };
}

/** A browser may ask the user first, or refuse. The keys need no permission. */
async function pasteFromClipboard(
  { notifications }: AppContext,
  paste: (text: string) => Promise<void>,
  keys: string,
): Promise<void> {
  let text: string;
  try {
    text = await navigator.clipboard.readText();
  } catch {
    notifications.tell('information', 'The browser does not let this page read the clipboard.', {
      hint: `Paste with ${keys.replace('Meta', '⌘')} instead: that needs no permission.`,
    });
    return;
  }
  await paste(text);
}
