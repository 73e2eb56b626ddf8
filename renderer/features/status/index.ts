/** What is going on, in the status bar: nodes that run and work under way. */
import type { AppContext } from '#renderer/app/context.ts';
import { JobsItem } from './JobsItem.tsx';
import { NodesItem } from './NodesItem.tsx';

export function registerStatus({ statusItems }: AppContext): void {
  statusItems.register({ id: 'nodes', side: 'left', order: 30, component: NodesItem });
  statusItems.register({ id: 'jobs', side: 'left', order: 40, component: JobsItem });
}
