/** The open project stands in the page's address, so that a reload, a bookmark and the host can name it. */
import type { Workspace } from './workspace.ts';

const parameter = 'project';

/** The project that the address names: `#project=/path`. */
export function projectFromAddress(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(parameter);
}

/** Writes the open project into the address and into the window's title. */
export function keepProjectInAddress(workspace: Workspace): void {
  workspace.subscribe(({ project }) => {
    if (project.phase === 'opening') return;
    const open = project.phase === 'open' ? project.project : null;
    const hash = open === null ? '' : `#${new URLSearchParams({ [parameter]: open.directory })}`;
    if (location.hash !== hash)
      history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);
    document.title = open === null ? 'NXC Desktop' : `${open.name} – NXC Desktop`;
  });
}
