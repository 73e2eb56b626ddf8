/** The user's language server: seen in the status bar, started again by a command. */
import { RotateCw } from 'lucide-react';
import type { AppContext } from '#renderer/app/context.ts';
import { languageServerOf } from './languageServer.ts';
import { ServerItem } from './ServerItem.tsx';

export function registerLanguageServer(app: AppContext): void {
  const server = languageServerOf(app);
  app.statusItems.register({ id: 'language-server', side: 'right', order: 6, component: ServerItem });
  app.commands.register({
    id: 'language-server.restart',
    title: 'Start the language server again',
    category: 'Editor',
    icon: RotateCw,
    when: () => server.getState().phase !== 'none',
    run: server.restart,
  });
}
