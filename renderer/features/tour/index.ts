/** The guided tour of the tutorial: five steps, each seen to be taken by what really happens. */
import { GraduationCap, RotateCcw } from 'lucide-react';
import type { Activity, AppContext } from '#renderer/app/context.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';
import { TourItem } from './TourItem.tsx';
import { tourOf } from './tour.ts';
import { tourCommands } from './tourCommands.ts';

const tourPanel = 'tour';

const activity: Activity = {
  id: tourPanel,
  title: 'Guided tour',
  icon: GraduationCap,
  order: 80,
  place: 'top',
  needsProject: true,
};

/** CSS pixels: sentences in a narrower side bar are hard to read. */
const leastWidth = 300;

export function registerTour(app: AppContext): void {
  const { activities, commands, panels, sideBar, statusItems } = app;
  const tour = tourOf(app);
  const isTutorialOpen = (): boolean => tour.getState().directory !== null;
  panels.register({
    id: tourPanel,
    title: 'Guided tour',
    icon: GraduationCap,
    area: 'left',
    singleton: true,
    component: lazyPanel(() => import('./TourPanel.tsx')),
  });
  statusItems.register({ id: 'tour', side: 'left', order: 60, component: TourItem });

  function show(): void {
    panels.open(tourPanel);
    if (sideBar.getState().width < leastWidth) sideBar.resize(leastWidth);
  }
  commands.register({
    id: tourCommands.continue,
    title: 'Continue the tour',
    category: 'Help',
    icon: GraduationCap,
    when: isTutorialOpen,
    run: show,
  });
  commands.register({
    id: tourCommands.restart,
    title: 'Begin the tour anew',
    category: 'Help',
    icon: RotateCcw,
    when: isTutorialOpen,
    run() {
      tour.restart();
      show();
    },
  });

  tour.onEntered((isFirst) => {
    if (isFirst) show();
  });
  // Projects that are no tutorials have no entry for it.
  let remove: (() => void) | undefined;
  tour.subscribe(({ directory }) => {
    if (directory !== null) {
      remove ??= activities.register(activity);
      return;
    }
    remove?.();
    remove = undefined;
    if (sideBar.getState().panel === tourPanel) sideBar.close();
  });
}
