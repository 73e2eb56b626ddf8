/** Which of our panels are on the screen, so that what they show is not told a second time. */
import { useEffect } from 'react';

const visible = new Map<string, number>();

/** To be called by a panel. */
export function useVisibility(panel: string, isVisible: boolean): void {
  useEffect(() => {
    if (!isVisible) return;
    visible.set(panel, (visible.get(panel) ?? 0) + 1);
    return () => {
      visible.set(panel, (visible.get(panel) ?? 1) - 1);
    };
  }, [panel, isVisible]);
}

export const isOnScreen = (panel: string): boolean =>
  document.visibilityState === 'visible' && (visible.get(panel) ?? 0) > 0;
