/** The user's own choices, kept in a file that people can read and edit, and the projects they opened. */
import * as z from 'zod';
import { event, method } from '../rpc/define.ts';
import { flavourName, projectDirectory } from './common.ts';

/** Sizes are CSS pixels. Every field has a default, so that an empty file is a valid one. */
export const userSettings = z.object({
  theme: z.enum(['system', 'dark', 'light']).default('system'),
  /** `system` follows what the operating system asks for. */
  motion: z.enum(['system', 'reduced', 'full']).default('system'),
  interfaceFont: z.string().default(''),
  codeFont: z.string().default(''),
  codeFontSize: z.number().min(8).max(32).default(13),
  terminalFontSize: z.number().min(8).max(32).default(13),
  formatOnSave: z.boolean().default(true),
  /** Language server for Nix: empty for nixd or nil from the PATH, `none`, a name, or an absolute path. */
  languageServer: z.string().default(''),
  defaultFlavour: flavourName.default('docker'),
  /** Folder that new projects are offered in; empty means the home folder. */
  projectsFolder: z.string().default(''),
});

/** What is wrong with the settings file. The defaults hold for what could not be read. */
export const settingsProblem = z.object({
  message: z.string(),
  hint: z.string(),
  /** Whether nothing of the file could be read, so that writing is refused until it is repaired or set aside. */
  unreadable: z.boolean(),
});

export const settingsState = z.object({
  settings: userSettings,
  /** Absolute path of the file. */
  file: z.string(),
  problem: settingsProblem.nullable(),
});

export const settings = {
  read: method({ input: z.object({}), output: settingsState }),
  /** Changes the named settings and keeps the rest of the file. Fails with `conflict` while it is unreadable. */
  write: method({
    input: z.object({
      changes: z.object({
        theme: userSettings.shape.theme.unwrap().optional(),
        motion: userSettings.shape.motion.unwrap().optional(),
        interfaceFont: z.string().optional(),
        codeFont: z.string().optional(),
        codeFontSize: userSettings.shape.codeFontSize.unwrap().optional(),
        terminalFontSize: userSettings.shape.terminalFontSize.unwrap().optional(),
        formatOnSave: z.boolean().optional(),
        languageServer: z.string().optional(),
        defaultFlavour: flavourName.optional(),
        projectsFolder: z.string().optional(),
      }),
    }),
    output: settingsState,
  }),
  /** Sets an unreadable file aside under another name beside it, and begins a new one. */
  setAside: method({ input: z.object({}), output: z.object({ keptAs: z.string(), state: settingsState }) }),
  /** The file changed, from here or from an editor. */
  changed: event({ payload: settingsState }),
};

export const recentProject = z.object({
  directory: projectDirectory,
  name: z.string(),
  /** Milliseconds since the epoch. */
  openedAt: z.number(),
  /** Whether the folder is still there. */
  exists: z.boolean(),
});

export const recents = {
  /** The latest first. */
  list: method({ input: z.object({}), output: z.array(recentProject) }),
  remember: method({
    input: z.object({ directory: projectDirectory, name: z.string() }),
    output: z.array(recentProject),
  }),
  /** Takes a project off the list. Its folder is not touched. */
  forget: method({ input: z.object({ directory: projectDirectory }), output: z.array(recentProject) }),
};

export type UserSettings = z.infer<typeof userSettings>;
export type SettingsChanges = z.input<typeof settings.write.input>['changes'];
export type SettingsState = z.infer<typeof settingsState>;
export type RecentProject = z.infer<typeof recentProject>;
