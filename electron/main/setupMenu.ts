/** The native menu: what every application has, and the commands that windows offer. */
import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '#shared/contract/desktop.ts';

export type RunCommand = (id: string) => void;

/** @param run called with the identifier of the command that was chosen */
export function setupMenu(commands: readonly MenuCommand[], run: RunCommand): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(commands, run, process.platform === 'darwin')));
}

/** The menu as data. Each category of commands is a menu; “View” also has what Electron can do with a view. */
function menuTemplate(
  commands: readonly MenuCommand[],
  run: RunCommand,
  isMac: boolean,
): MenuItemConstructorOptions[] {
  const { View: view = [], ...others } = Object.groupBy(commands, ({ category }) => category);
  const item = ({ id, title, accelerator }: MenuCommand): MenuItemConstructorOptions => ({
    label: title,
    click: () => run(id),
    // The page handles its shortcuts itself, for they depend on what has the focus; here they are only shown.
    ...(accelerator === null ? {} : { accelerator, registerAccelerator: false }),
  });
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { label: 'File', submenu: [{ role: 'close' }, ...(isMac ? [] : [{ role: 'quit' } as const])] },
    { role: 'editMenu' },
    ...Object.entries(others).map(([label, offered = []]) => ({ label, submenu: offered.map(item) })),
    {
      label: 'View',
      submenu: [
        ...view.map(item),
        ...(view.length === 0 ? [] : [{ type: 'separator' } as const]),
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        { role: 'reload', registerAccelerator: false },
        { role: 'toggleDevTools' },
      ],
    },
    ...(isMac ? [{ role: 'windowMenu' } as const] : []),
    ...(isMac ? [] : [helpMenu()]),
  ];
}

function helpMenu(): MenuItemConstructorOptions {
  return { role: 'help', submenu: [{ label: `About ${app.name}`, click: () => app.showAboutPanel() }] };
}
