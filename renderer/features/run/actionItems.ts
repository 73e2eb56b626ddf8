/** Actions as entries of a menu: each says the `nxc …` line that does the same, or what stands against it. */
import type { AppContext } from '#renderer/app/context.ts';
import type { MenuItem } from '#renderer/ui/Menu.tsx';
import type { Target } from '#shared/contract/common.ts';
import { type ActionName, obstacle } from './actions.ts';
import { actionTexts } from './actionTexts.ts';
import { lineFor } from './lineFor.ts';
import { perform } from './perform.ts';
import type { Situation } from './situation.ts';

export function actionItem(
  app: AppContext,
  action: ActionName,
  target: Target,
  situation: Situation,
  withShortcut = true,
): MenuItem {
  const { title, icon, shortcut } = actionTexts[action];
  const reason = obstacle(action, situation);
  return {
    kind: 'action',
    label: title,
    icon,
    disabled: reason !== null,
    detail: reason ?? lineFor(app, action, target),
    run: () => void performOrTell(app, action, target),
    ...(withShortcut && shortcut !== undefined ? { shortcut } : {}),
  };
}

async function performOrTell(app: AppContext, action: ActionName, target: Target): Promise<void> {
  try {
    await perform(app, action, target);
  } catch (thrown) {
    app.notifications.fail(`“${actionTexts[action].title}” did not work`, thrown);
  }
}

/** What the menu beside the primary button offers, in groups. */
const groups: readonly (readonly ActionName[])[] = [
  ['build', 'start', 'start-with', 'restart', 'stop'],
  ['test', 'dry-run'],
  ['update-library', 'clean'],
];

export function runMenuItems(app: AppContext, target: Target, situation: Situation): MenuItem[] {
  return groups.flatMap((group, index): MenuItem[] => [
    ...(index === 0 ? [] : [{ kind: 'separator' } as const]),
    ...group.map((action) => actionItem(app, action, target, situation)),
  ]);
}
