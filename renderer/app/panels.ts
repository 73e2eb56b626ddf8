/** The kinds of panels there are, and opening them. Where they stand is the dock's business (and the user's). */
import type { LucideIcon } from 'lucide-react';
import type { ComponentType } from 'react';
import { createRegistry, type Registry } from './registry.ts';

/** `left` is the side bar; the other areas are where a panel stands in the dock until the user moves it. */
export type PanelArea = 'left' | 'main' | 'right' | 'bottom';

/** Plain data, because it is kept with the layout. */
export type PanelParameters = Readonly<Record<string, string | number | boolean | null>>;

export interface PanelProps {
  /** What tells this panel from others of its kind; empty for a singleton. */
  readonly instance: string;
  readonly parameters: PanelParameters;
  readonly isVisible: boolean;
  /** Changes the tab: `modified` shows the unsaved mark. */
  setTab(tab: { readonly title?: string; readonly modified?: boolean }): void;
  close(): void;
}

export interface PanelKind {
  readonly id: string;
  readonly title: string;
  readonly icon: LucideIcon;
  readonly area: PanelArea;
  /** A singleton exists at most once; others once per instance. */
  readonly singleton: boolean;
  readonly component: ComponentType<PanelProps>;
  /** Whether a project that is opened for the first time shows it. Needs to be a singleton. */
  readonly openByDefault?: boolean;
  /** Order of the tabs of one area in the default layout. */
  readonly order?: number;
  /** Whether its component stays in the page while another tab covers it (terminals, editors). */
  readonly keepAlive?: boolean;
  /** Asked before a tab is closed by the user; `false` keeps it. */
  mayClose?(instance: string): boolean | Promise<boolean>;
}

export interface OpenPanel {
  /** Needed for kinds that are no singletons, e.g. a file's path or a terminal's identifier. */
  readonly instance?: string;
  readonly title?: string;
  readonly parameters?: PanelParameters;
  /** Shows it without taking the keyboard. */
  readonly inBackground?: boolean;
}

/** What the dock offers while it is on the screen. */
export interface PanelHost {
  open(kind: PanelKind, request: OpenPanel): void;
  close(kind: PanelKind, instance: string): void;
  isOpen(kind: PanelKind, instance: string): boolean;
  closeActive(): void;
  /** Moves the keyboard to a neighbour, around the ends. */
  activate(which: 'next' | 'previous', of: 'tab' | 'group'): void;
  resetLayout(): void;
}

export interface Panels {
  register(kind: PanelKind): () => void;
  get(id: string): PanelKind | undefined;
  readonly items: Registry<PanelKind>['items'];
  /** Opens a panel, or brings it to the front. Waits for the dock if it is not there yet. */
  open(id: string, request?: OpenPanel): void;
  close(id: string, instance?: string): void;
  isOpen(id: string, instance?: string): boolean;
  closeActive(): void;
  activate: PanelHost['activate'];
  resetLayout(): void;
  /** For the dock alone. */
  attach(host: PanelHost): () => void;
}

/** @param showSide opens a panel of the side bar */
export function createPanels(showSide: (kind: PanelKind) => void): Panels {
  const registry = createRegistry<PanelKind>('panel');
  let host: PanelHost | undefined;
  const waiting: { readonly kind: PanelKind; readonly request: OpenPanel }[] = [];

  function kindOf(id: string): PanelKind {
    const kind = registry.get(id);
    if (kind === undefined) throw new Error(`There is no panel called “${id}”.`);
    return kind;
  }

  return {
    register: registry.register,
    get: registry.get,
    items: registry.items,
    open(id, request = {}) {
      const kind = kindOf(id);
      if (kind.area === 'left') showSide(kind);
      else if (host === undefined) waiting.push({ kind, request });
      else host.open(kind, request);
    },
    close: (id, instance = '') => host?.close(kindOf(id), instance),
    isOpen: (id, instance = '') => host?.isOpen(kindOf(id), instance) ?? false,
    closeActive: () => host?.closeActive(),
    activate: (which, of) => host?.activate(which, of),
    resetLayout: () => host?.resetLayout(),
    attach(newHost) {
      host = newHost;
      for (const { kind, request } of waiting.splice(0)) newHost.open(kind, request);
      return () => {
        if (host === newHost) host = undefined;
      };
    },
  };
}
