/** What only the desktop window's own process can do. The browser host does not serve this area. */
import * as z from 'zod';
import { event, method } from '../rpc/define.ts';
import { contract } from './index.ts';

export const menuCommand = z.object({
  /** The window's own name of the command. */
  id: z.string().min(1),
  title: z.string().min(1),
  /** The menu that it stands in, e.g. “Project”. */
  category: z.string().min(1),
  /** Electron's notation, e.g. `CmdOrCtrl+Shift+P`; `null` when it has none. */
  accelerator: z.string().nullable(),
});

export const desktop = {
  /** Shows the system's dialog to choose a folder; `null` when it was left without choosing. */
  chooseFolder: method({
    input: z.object({ title: z.string(), startIn: z.string().optional() }),
    output: z.object({ directory: z.string().nullable() }),
  }),
  /** Puts the window's commands into the native menu, beside what every application has there. */
  offerCommands: method({
    input: z.object({ commands: z.array(menuCommand).max(500) }),
    output: z.object({}),
  }),
  /** A command was chosen in the native menu. */
  commandChosen: event({ payload: z.object({ id: z.string() }) }),
};

/** The contract that a desktop window's port serves. */
export const desktopContract = { ...contract, desktop } as const;

export type DesktopContract = typeof desktopContract;
export type MenuCommand = z.infer<typeof menuCommand>;
