/** Names, icons and shortcuts of the actions, written once for menus, the palette and cells. */
import {
  Eraser,
  FlaskConical,
  Hammer,
  ListChecks,
  type LucideIcon,
  PackageCheck,
  Play,
  RefreshCw,
  RotateCcw,
  SlidersHorizontal,
  Square,
} from 'lucide-react';
import type { ActionName } from './actions.ts';

export interface ActionText {
  readonly title: string;
  readonly icon: LucideIcon;
  readonly shortcut?: string;
}

export const actionTexts: Readonly<Record<ActionName, ActionText>> = {
  build: { title: 'Build only', icon: Hammer, shortcut: 'Mod+Shift+B' },
  'dry-run': { title: 'Plan the build (dry run)', icon: ListChecks },
  'build-and-start': { title: 'Build and start', icon: Play },
  start: { title: 'Start the nodes', icon: Play },
  'start-with': { title: 'Start with …', icon: SlidersHorizontal, shortcut: 'Mod+Shift+Enter' },
  apply: { title: 'Apply changes', icon: RefreshCw },
  'update-nodes': { title: 'Apply changes', icon: RefreshCw },
  'restart-ended': { title: 'Restart the nodes that ended', icon: RotateCcw },
  restart: { title: 'Restart all nodes', icon: RotateCcw },
  stop: { title: 'Stop the nodes', icon: Square, shortcut: 'Shift+F9' },
  test: { title: 'Run the test script', icon: FlaskConical, shortcut: 'F9' },
  'update-library': { title: 'Update the Nix library', icon: PackageCheck },
  clean: { title: 'Remove what was generated', icon: Eraser },
};

export const nextShortcut = 'Mod+Enter';
