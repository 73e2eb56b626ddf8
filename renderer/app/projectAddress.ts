/** The open project stands in the page's address, so that a reload, a bookmark and the host can name it. */
import { projectFragment, projectParameter } from '#shared/hosting.ts';
import type { Workspace } from './workspace.ts';

/** The project that the address names: `#project=/path`. */
export function projectFromAddress(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(projectParameter);
}

/** Writes the open project into the address and into the window's title. */
export function keepProjectInAddress(workspace: Workspace): void {
  workspace.subscribe(({ project }) => {
    if (project.phase === 'opening') return;
    const open = project.phase === 'open' ? project.project : null;
    const fragment = projectFragment(open?.directory ?? null);
    if (location.hash !== fragment)
      history.replaceState(null, '', `${location.pathname}${location.search}${fragment}`);
    document.title = open === null ? 'NXC Desktop' : `${open.name} – NXC Desktop`;
  });
}
