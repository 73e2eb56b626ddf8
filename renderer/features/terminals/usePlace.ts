/** Gives a terminal the life of the component that shows it. */
import { useEffect, useState } from 'react';
import type { AppContext } from '#renderer/app/context.ts';
import { useApp } from '#renderer/app/context.ts';
import { createPlace, type Place, type PlaceOptions } from './place.ts';
import { screensOf } from './screens.ts';

/**
 * Makes a terminal once. When the component goes, the terminal leaves the page; its shell ends only if `isClosed` then
 * says that the user closed it: a project that is left keeps its shells.
 */
export function usePlace(
  options: () => PlaceOptions,
  isVisible: boolean,
  isClosed: () => boolean,
): { readonly place: Place; readonly onElement: (element: HTMLElement) => () => void } {
  const app = useApp();
  const [made] = useState(() => {
    const settings = options();
    const place = createPlace(app, settings);
    return {
      place,
      id: settings.listed.id,
      onElement(element: HTMLElement) {
        place.start(element);
        return () => {
          place.leave();
          // The dock takes a panel out of the page before it forgets it.
          setTimeout(() => {
            if (isProjectOpen(app, settings.target.directory) && isClosed()) place.end();
          }, 0);
        };
      },
    };
  });
  useEffect(() => {
    made.place.setVisible(isVisible);
    if (isVisible) screensOf(app).cameToFront(made.id);
  }, [app, made, isVisible]);
  return made;
}

function isProjectOpen({ workspace }: AppContext, directory: string): boolean {
  const { project } = workspace.getState();
  return project.phase === 'open' && project.project.directory === directory;
}
