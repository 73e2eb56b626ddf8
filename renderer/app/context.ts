/** What every feature is given: one object, made once, passed on explicitly. */

import type { LucideIcon } from 'lucide-react';
import { type ComponentType, createContext, useContext } from 'react';
import type { Desktop, EngineConnection } from '#renderer/platform/connect.ts';
import type { DeploymentsSlice } from '#renderer/store/deployments.ts';
import type { JobsSlice } from '#renderer/store/jobs.ts';
import type { EngineClient } from '#shared/contract/index.ts';
import type { CommandRegistry } from './commands.ts';
import type { Notifications } from './notifications.ts';
import type { Panels } from './panels.ts';
import type { Registry } from './registry.ts';
import type { Settings } from './settings.ts';
import type { SideBar } from './sideBar.ts';
import type { Workspace } from './workspace.ts';

export interface StatusItem {
  readonly id: string;
  readonly side: 'left' | 'right';
  /** Small numbers stand further left. */
  readonly order: number;
  readonly component: ComponentType;
}

/** An entry of the activity bar; it opens the panel of the same name. */
export interface Activity {
  /** The panel's identifier. */
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly order: number;
  /** Bottom entries are about the app itself. */
  readonly place: 'top' | 'bottom';
  /** Not shown while no project is open. */
  readonly needsProject: boolean;
  /** A small mark on the icon, e.g. a count of problems; a component that may draw nothing. */
  readonly badge?: ComponentType;
  readonly shortcut?: string;
}

/** A control in the top bar, to the right of the pickers: the primary action and what belongs to it. */
export interface TopBarItem {
  readonly id: string;
  readonly order: number;
  readonly component: ComponentType;
}

/** A layer above everything else that is always in the page: dialogs, palettes, guided tours. */
export interface Overlay {
  readonly id: string;
  readonly component: ComponentType;
}

export interface AppContext {
  readonly client: EngineClient;
  readonly connection: EngineConnection;
  /** `null` in a browser. */
  readonly desktop: Desktop | null;
  readonly commands: CommandRegistry;
  readonly panels: Panels;
  readonly sideBar: SideBar;
  readonly statusItems: Registry<StatusItem>;
  readonly activities: Registry<Activity>;
  readonly topBarItems: Registry<TopBarItem>;
  readonly overlays: Registry<Overlay>;
  readonly notifications: Notifications;
  readonly settings: Settings;
  readonly workspace: Workspace;
  /** Long work that runs or ran lately, everywhere in the app. */
  readonly jobs: JobsSlice;
  /** What is built and running of the open project. */
  readonly deployments: DeploymentsSlice;
}

/** What a feature folder exports. */
export type RegisterFeature = (app: AppContext) => void;

const AppReactContext = createContext<AppContext | null>(null);

export const AppProvider = AppReactContext.Provider;

export function useApp(): AppContext {
  const app = useContext(AppReactContext);
  if (app === null) throw new Error('useApp is called outside the frame.');
  return app;
}
