/**
 * Stands in for the electron module, whose binary cannot be had where tests run. It is checked against electron's own
 * types and does for real what can be done without a screen: message ports carry messages, events are emitted, and
 * what a program was told is written down.
 */
import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type * as Electron from 'electron';

type Handler = (request: Request) => Response | Promise<Response>;

/** Everything that was asked of Electron, for tests to look at. */
export function createElectronStub() {
  const told = {
    schemes: [] as Electron.CustomScheme[],
    exitCode: undefined as number | undefined,
    quits: 0,
    lockData: undefined as unknown,
    openedOutside: [] as string[],
    errorBoxes: [] as string[],
    menu: [] as Electron.MenuItemConstructorOptions[],
    permissionRequest: undefined as
      | Parameters<Electron.Session['setPermissionRequestHandler']>[0]
      | undefined,
    permissionCheck: undefined as Parameters<Electron.Session['setPermissionCheckHandler']>[0] | undefined,
    deviceHandler: undefined as Parameters<Electron.Session['setDevicePermissionHandler']>[0] | undefined,
    handlers: new Map<string, Handler>(),
  };
  /** What the tests decide. */
  const answers = { hasLock: true, messageBox: 0, chosenFolder: [] as string[] };
  const ready = Promise.withResolvers<void>();

  const app = Object.assign(new EventEmitter(), {
    name: 'NXC Desktop',
    enableSandbox: () => {},
    setPath: () => {},
    requestSingleInstanceLock(data?: Record<string, unknown>) {
      told.lockData = data;
      return answers.hasLock;
    },
    whenReady: () => ready.promise,
    quit() {
      told.quits += 1;
    },
    exit(code?: number) {
      told.exitCode = code;
    },
    showAboutPanel: () => {},
  } satisfies Partial<Electron.App>);

  class WebContentsStub extends EventEmitter {
    static count = 0;
    readonly id = ++WebContentsStub.count;
    url = '';
    windowOpenHandler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0] | undefined;
    readonly frame = new FrameStub(this);
    getURL(): string {
      return this.url;
    }
    setWindowOpenHandler(handler: Parameters<Electron.WebContents['setWindowOpenHandler']>[0]): void {
      this.windowOpenHandler = handler;
    }
  }

  /** The main frame of a page; `received` is called for what the main process posts to it. */
  class FrameStub {
    parent: FrameStub | null = null;
    received: (channel: string, ports: readonly MessagePort[]) => void = () => {};
    readonly #contents: WebContentsStub;
    constructor(contents: WebContentsStub) {
      this.#contents = contents;
    }
    get url(): string {
      return this.#contents.url;
    }
    postMessage(channel: string, _message: unknown, ports: readonly PortStub[] = []): void {
      this.received(
        channel,
        ports.map(({ port }) => port),
      );
    }
  }

  class WindowStub extends EventEmitter {
    static all: WindowStub[] = [];
    static focused: WindowStub | null = null;
    static getAllWindows = (): WindowStub[] => WindowStub.all;
    static getFocusedWindow = (): WindowStub | null => WindowStub.focused;
    readonly webContents = new WebContentsStub();
    readonly calls: string[] = [];
    readonly options: Electron.BrowserWindowConstructorOptions;
    constructor(options: Electron.BrowserWindowConstructorOptions) {
      super();
      this.options = options;
      WindowStub.all.push(this);
      app.emit('web-contents-created', {}, this.webContents);
    }
    async loadURL(url: string): Promise<void> {
      this.webContents.url = url;
    }
    getNormalBounds(): Electron.Rectangle {
      const { x = 0, y = 0, width = 1, height = 1 } = this.options;
      return { x, y, width, height };
    }
    isMaximized = (): boolean => this.calls.includes('maximize');
    isMinimized = (): boolean => false;
    isDestroyed = (): boolean => this.calls.includes('destroy');
    maximize = (): void => void this.calls.push('maximize');
    show = (): void => void this.calls.push('show');
    focus = (): void => void this.calls.push('focus');
    reload = (): void => void this.calls.push('reload');
    destroy = (): void => void this.calls.push('destroy');
  }

  /** A real port, whose messages come inside an event as Electron's do. */
  class PortStub extends EventEmitter {
    readonly port: MessagePort;
    constructor(port: MessagePort) {
      super();
      this.port = port;
      port.on('close', () => this.emit('close'));
    }
    start(): void {
      this.port.on('message', (data: unknown) => this.emit('message', { data }));
    }
    postMessage(message: unknown): void {
      this.port.postMessage(message);
    }
    close(): void {
      this.port.close();
    }
  }

  class MessageChannelStub {
    readonly port1: PortStub;
    readonly port2: PortStub;
    constructor() {
      const { port1, port2 } = new MessageChannel();
      this.port1 = new PortStub(port1);
      this.port2 = new PortStub(port2);
    }
  }

  const display = {
    id: 1,
    workArea: { x: 0, y: 0, width: 1920, height: 1080 },
  } satisfies Partial<Electron.Display>;

  const parts = {
    app,
    protocol: {
      registerSchemesAsPrivileged: (schemes) => void told.schemes.push(...schemes),
    } satisfies Partial<Electron.Protocol>,
    session: {
      defaultSession: {
        setPermissionRequestHandler: (handler) => {
          told.permissionRequest = handler;
        },
        setPermissionCheckHandler: (handler) => {
          told.permissionCheck = handler;
        },
        setDevicePermissionHandler: (handler) => {
          told.deviceHandler = handler;
        },
        protocol: {
          handle: (scheme: string, handler: Handler) => void told.handlers.set(scheme, handler),
        },
      } satisfies { [Name in keyof Electron.Session]?: Electron.Session[Name] | object },
    },
    ipcMain: new EventEmitter(),
    ipcRenderer: Object.assign(new EventEmitter(), {
      send: (_channel: string, ..._values: unknown[]): void => {},
    } satisfies Partial<Electron.IpcRenderer>),
    dialog: {
      showErrorBox: (_title, content) => void told.errorBoxes.push(content),
      showMessageBox: async () => ({ response: answers.messageBox, checkboxChecked: false }),
      showMessageBoxSync: () => answers.messageBox,
      showOpenDialog: async () => ({
        canceled: answers.chosenFolder.length === 0,
        filePaths: answers.chosenFolder,
      }),
    } satisfies Partial<Electron.Dialog>,
    shell: {
      openExternal: async (url) => void told.openedOutside.push(url),
    } satisfies Partial<Electron.Shell>,
    screen: {
      getAllDisplays: () => [display as Electron.Display],
      getPrimaryDisplay: () => display as Electron.Display,
      getDisplayMatching: () => display as Electron.Display,
    } satisfies Partial<Electron.Screen>,
    Menu: {
      buildFromTemplate(template: Electron.MenuItemConstructorOptions[]) {
        told.menu = template;
        return template;
      },
      setApplicationMenu: () => {},
    },
    BrowserWindow: WindowStub,
    MessageChannelMain: MessageChannelStub,
  };

  return {
    module: parts satisfies { [Name in keyof typeof Electron]?: unknown },
    told,
    answers,
    becomeReady: ready.resolve,
    windows: WindowStub.all,
    focus: (window: WindowStub | null) => {
      WindowStub.focused = window;
    },
  };
}

export type ElectronStub = ReturnType<typeof createElectronStub>;
export type StubbedWindow = ElectronStub['windows'][number];
