/** The keyboard in the picture: arrows go from card to card, other keys do something with the one that has the focus. */
import type { KeyboardEvent } from 'react';
import type { AppContext } from '#renderer/app/context.ts';
import { maximumNodes } from '#shared/model/distribution.ts';
import { chooseCount } from '../chosenCounts.ts';
import type { Layout, PlacedBox } from '../layout/layout.ts';
import type { TopologyModel } from '../model/topology.ts';
import { topologyCommands } from '../topologyCommands.ts';
import { topologyViewOf } from '../viewState.ts';

type Key = Pick<KeyboardEvent<HTMLElement>, 'key' | 'target' | 'currentTarget' | 'preventDefault'> & {
  readonly altKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
};

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Moves the focus to the next card in the direction of an arrow key. */
export function moveFocus(event: Key, { boxes }: Layout): void {
  const step = steps[event.key];
  const { role } = (event.target as HTMLElement).dataset;
  const here = role === undefined ? undefined : boxes.get(role);
  if (step === undefined || here === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const next = nextBox(here, [...boxes.values()], step);
  if (next === null) return;
  event.currentTarget.querySelector<HTMLElement>(`[data-role="${CSS.escape(next.id)}"]`)?.focus();
}

/** The nearest box that way; what lies aside counts double. */
export function nextBox(
  here: PlacedBox,
  boxes: readonly PlacedBox[],
  [right, down]: readonly [number, number],
): PlacedBox | null {
  let best: PlacedBox | null = null;
  let least = Infinity;
  for (const box of boxes) {
    const x = box.x + box.width / 2 - (here.x + here.width / 2);
    const y = box.y + box.height / 2 - (here.y + here.height / 2);
    const ahead = x * right + y * down;
    const aside = Math.abs(x * down) + Math.abs(y * right);
    if (box.id === here.id || ahead <= 0 || ahead + 2 * aside >= least) continue;
    least = ahead + 2 * aside;
    best = box;
  }
  return best;
}

/** Does what a key on a card stands for; returns whether it stood for anything. */
export function pressOnCard(app: AppContext, model: TopologyModel, name: string, event: Key): boolean {
  const role = model.roles.find((candidate) => candidate.name === name);
  if (role === undefined || event.altKey || event.ctrlKey || event.metaKey) return false;
  const change = (by: number): void => {
    const count = role.wanted + by;
    if (!role.hasHostNames && count >= 1 && count <= maximumNodes) chooseCount(app, name, count);
  };
  switch (event.key) {
    case 'Enter':
      openMenu(event.target as HTMLElement);
      break;
    case '+':
    case '=':
      change(1);
      break;
    case '-':
      change(-1);
      break;
    case ' ':
      topologyViewOf(app).dispatch({ type: 'packages-toggled', role: name });
      break;
    case 'F2':
      void app.commands.execute(topologyCommands.renameRole, { role: name });
      break;
    case 'Delete':
      void app.commands.execute(topologyCommands.removeRole, { role: name });
      break;
    default:
      return false;
  }
  event.preventDefault();
  return true;
}

/** The menu that a right click opens, under the card's name. */
function openMenu(card: HTMLElement): void {
  const { left, top } = card.getBoundingClientRect();
  card.dispatchEvent(
    new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left + 16, clientY: top + 28 }),
  );
}
