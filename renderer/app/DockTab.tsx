/** A tab: icon, title, unsaved mark. Middle click closes, right click offers what can be done with it. */
import type { DockviewApi, IDockviewPanel, IDockviewPanelHeaderProps } from 'dockview-react';
import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ContextMenu, type MenuItem } from '#renderer/ui/Menu.tsx';
import { type AppContext, useApp } from './context.ts';
import type { DockParameters } from './dockAreas.ts';
import { closeByUser } from './panelHost.ts';

export function DockTab({ api, containerApi, params }: IDockviewPanelHeaderProps<DockParameters>) {
  const app = useApp();
  const [title, setTitle] = useState(api.title);
  useEffect(() => {
    setTitle(api.title);
    const titles = api.onDidTitleChange((event) => setTitle(event.title));
    return () => titles.dispose();
  }, [api]);
  const Icon = app.panels.get(params.kind)?.icon;
  const close = (): void => {
    const panel = containerApi.getPanel(api.id);
    if (panel !== undefined) void closeByUser(app, panel);
  };
  return (
    <ContextMenu items={tabItems(app, containerApi, api.id, close)}>
      <div
        className="dock-tab"
        onAuxClick={(event) => {
          if (event.button === 1) close();
        }}
      >
        {Icon && <Icon size={16} aria-hidden />}
        <span className="truncate">{title}</span>
        {params.modified && <span className="visually-hidden">, not saved</span>}
        {/* Not a button: the tab is one control already. Alt+W and the menu close it from the keyboard. */}
        <span
          className={params.modified ? 'dock-tab-close dock-tab-modified' : 'dock-tab-close'}
          aria-hidden
          onPointerDown={(event) => event.stopPropagation()}
          onClick={close}
        >
          <X size={14} />
        </span>
      </div>
    </ContextMenu>
  );
}

function tabItems(app: AppContext, dock: DockviewApi, id: string, close: () => void): MenuItem[] {
  const closeAll = async (panels: readonly IDockviewPanel[]): Promise<void> => {
    for (const panel of panels) await closeByUser(app, panel);
  };
  const panel = dock.getPanel(id);
  const neighbours = panel?.group.panels ?? [];
  return [
    { kind: 'action', label: 'Close', shortcut: 'Alt+W', run: close },
    {
      kind: 'action',
      label: 'Close the others',
      disabled: neighbours.length < 2,
      run: () => void closeAll(neighbours.filter((other) => other.id !== id)),
    },
    { kind: 'separator' },
    {
      kind: 'action',
      label: 'Split to the right',
      disabled: neighbours.length < 2,
      run: () => panel?.api.moveTo({ group: panel.group, position: 'right' }),
    },
    {
      kind: 'action',
      label: 'Split downwards',
      disabled: neighbours.length < 2,
      run: () => panel?.api.moveTo({ group: panel.group, position: 'bottom' }),
    },
    {
      kind: 'action',
      label: panel?.api.isMaximized() ? 'Back to its size' : 'Fill the window',
      run: () => (panel?.api.isMaximized() ? panel.api.exitMaximized() : panel?.api.maximize()),
    },
  ];
}
