/** Everything about building, starting, testing and stopping as commands, for the palette and for other features. */
import { ListStart, X } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import type { Target } from '#shared/contract/common.ts';
import { type ActionName, obstacle } from './actions.ts';
import { actionTexts, nextShortcut } from './actionTexts.ts';
import { lineFor } from './lineFor.ts';
import { nextAction } from './nextAction.ts';
import { cancelWork, perform } from './perform.ts';
import { readSituation } from './readSituation.ts';
import { runCommands } from './runCommands.ts';

const category = 'Build and run';

const actionCommands: readonly (readonly [ActionName, string])[] = [
  ['build', runCommands.build],
  ['build-and-start', runCommands.buildAndStart],
  ['start', runCommands.start],
  ['start-with', runCommands.startWith],
  ['apply', runCommands.apply],
  ['restart-ended', runCommands.restartEnded],
  ['restart', runCommands.restart],
  ['stop', runCommands.stop],
  ['test', runCommands.test],
  ['dry-run', runCommands.dryRun],
  ['update-library', runCommands.updateLibrary],
  ['clean', runCommands.clean],
];

export function registerRunCommands(app: AppContext): void {
  const { commands, workspace } = app;

  const line = (action: ActionName): string | null => {
    const target = workspace.target();
    return target === null ? null : lineFor(app, action, target);
  };
  const situationNow = () => {
    const target = workspace.target();
    return target === null ? null : readSituation(app, target);
  };
  const next = () => {
    const situation = situationNow();
    return situation === null ? null : nextAction(situation);
  };

  commands.register({
    id: runCommands.next,
    title: 'Do what is needed next: build, start, apply changes or stop',
    category,
    icon: ListStart,
    shortcuts: [nextShortcut],
    when: () => next()?.kind === 'action',
    async run() {
      const target = workspace.target();
      const what = next();
      if (target !== null && what?.kind === 'action') await perform(app, what.action, target);
    },
    cliLine() {
      const what = next();
      return what?.kind === 'action' ? line(what.action) : null;
    },
  });
  commands.register({
    id: runCommands.cancel,
    title: 'Cancel what is under way',
    category,
    icon: X,
    when: () => next()?.kind === 'working',
    async run() {
      const target = workspace.target();
      if (target !== null) await cancelWork(app, target);
    },
  });
  for (const [action, id] of actionCommands) {
    const { title, icon, shortcut } = actionTexts[action];
    commands.register<Pick<Target, 'composition' | 'flavour'>>({
      id,
      title,
      category,
      icon,
      ...(shortcut === undefined ? {} : { shortcuts: [shortcut] }),
      when() {
        const situation = situationNow();
        return situation !== null && obstacle(action, situation) === null;
      },
      async run(wanted) {
        const target = workspace.target();
        if (target !== null) await perform(app, action, { ...target, ...wanted });
      },
      cliLine: () => line(action),
    });
  }
}
