/** Options and packages of the project's nixpkgs: shown while they are read, stopped and begun again. */
import { BookOpen } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { KnowledgeItem } from './KnowledgeItem.tsx';
import { knowledgeOf } from './knowledge.ts';

export function registerKnowledge(app: AppContext): void {
  const knowledge = knowledgeOf(app);
  app.statusItems.register({ id: 'knowledge', side: 'left', order: 60, component: KnowledgeItem });
  app.commands.register({
    id: 'knowledge.stop',
    title: 'Stop reading options and packages',
    category: 'Editor',
    icon: BookOpen,
    when: () => knowledge.getState().phase === 'making',
    run: knowledge.stop,
  });
  app.commands.register({
    id: 'knowledge.again',
    title: 'Read options and packages again',
    category: 'Editor',
    icon: BookOpen,
    when: () => knowledge.getState().phase === 'failed',
    run: knowledge.again,
  });
}
