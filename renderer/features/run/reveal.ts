/** Brings a panel to the front and leaves the keyboard where it is. */
import type { AppContext } from '#renderer/app/context.ts';

export function reveal({ panels }: AppContext, panel: string): void {
  const { activeElement } = document;
  panels.open(panel);
  if (activeElement instanceof HTMLElement && activeElement.isConnected) activeElement.focus();
}
