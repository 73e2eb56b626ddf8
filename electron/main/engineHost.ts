/** Gives every window a port to the engine, which lives in the main process and outlives all windows. */
import {
  BrowserWindow,
  dialog,
  type IpcMain,
  ipcMain,
  MessageChannelMain,
  type WebFrameMain,
} from 'electron';
import { desktopContract, type MenuCommand } from '#shared/contract/desktop.ts';
import type { EngineHandlers } from '#shared/contract/index.ts';
import type { SerializedError } from '#shared/errors.ts';
import { portMessages } from '#shared/hosting.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import { serve } from '#shared/rpc/server.ts';
import { messagePortChannel } from '#transports/messagePort.ts';
import { isOwnAddress } from './appAddress.ts';

interface HostedEngine {
  readonly handlers: EngineHandlers;
  describeError(thrown: unknown): SerializedError;
}

export interface EngineHostOptions {
  readonly engine: HostedEngine;
  /** A window told which commands it has. */
  offerCommands(commands: readonly MenuCommand[]): void;
  readonly ipc?: IpcMain;
}

export interface EngineHost {
  /** Hands a command of the native menu to the window that has the focus. */
  choose(command: string): void;
}

export function setupEngineHost({ engine, offerCommands, ipc = ipcMain }: EngineHostOptions): EngineHost {
  /** Who wants to know of menu commands, by the number of its contents. */
  const listeners = new Map<number, (payload: { id: string }) => void>();

  function desktopHandlers(contents: number): AreaHandlers<typeof desktopContract.desktop> {
    return {
      async chooseFolder({ title, startIn }) {
        const options = {
          title,
          properties: ['openDirectory' as const, 'createDirectory' as const],
          ...(startIn === undefined ? {} : { defaultPath: startIn }),
        };
        const window = BrowserWindow.getAllWindows().find(({ webContents }) => webContents.id === contents);
        const { filePaths } = await (window === undefined
          ? dialog.showOpenDialog(options)
          : dialog.showOpenDialog(window, options));
        return { directory: filePaths[0] ?? null };
      },
      async offerCommands({ commands }) {
        offerCommands(commands);
        return {};
      },
      commandChosen(emit) {
        listeners.set(contents, emit);
        return () => {
          if (listeners.get(contents) === emit) listeners.delete(contents);
        };
      },
    };
  }

  ipc.on(portMessages.wanted, ({ sender, senderFrame }) => {
    if (!isOwnPage(senderFrame)) return;
    const { port1, port2 } = new MessageChannelMain();
    const handlers = { ...engine.handlers, desktop: desktopHandlers(sender.id) };
    serve(desktopContract, handlers, messagePortChannel(port1), { describeError: engine.describeError });
    senderFrame.postMessage(portMessages.handedOver, null, [port2]);
  });

  return {
    choose(command) {
      const window = BrowserWindow.getFocusedWindow();
      if (window !== null) listeners.get(window.webContents.id)?.({ id: command });
    },
  };
}

/** Only the page itself gets a port: no frame inside it, and nothing that a window was made to show instead. */
function isOwnPage(frame: WebFrameMain | null): frame is WebFrameMain {
  return frame !== null && frame.parent === null && isOwnAddress(frame.url);
}
