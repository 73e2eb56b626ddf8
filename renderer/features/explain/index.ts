/** “What does this mean?”: the construct under the cursor in plain words, beside the text. */
import { CircleQuestionMark } from 'lucide-react';
import type { CommandKey } from '#renderer/app/commands.ts';
import type { AppContext } from '#renderer/app/context.ts';
import { lazyPanel } from '#renderer/app/lazyPanel.ts';

export const explainPanel = 'explain';

/** Shows the explanation of what the cursor is on, and follows it from then on. */
export const explainCommand = 'explain.show' as CommandKey;

export function registerExplain({ commands, panels, workspace }: AppContext): void {
  panels.register({
    id: explainPanel,
    title: 'What does this mean?',
    icon: CircleQuestionMark,
    area: 'right',
    singleton: true,
    order: 50,
    component: lazyPanel(() => import('./ExplainPanel.tsx')),
  });
  commands.register({
    id: explainCommand,
    title: 'What does this mean?',
    category: 'Help',
    icon: CircleQuestionMark,
    shortcuts: ['Mod+Shift+H'],
    when: () => workspace.getState().project.phase === 'open',
    run: () => panels.open(explainPanel),
  });
}
