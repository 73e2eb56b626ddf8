import type { AppContext } from '#renderer/app/context.ts';

/** Opens a project, and tells the user if that fails. */
export function openProject({ workspace, notifications }: AppContext, directory: string): void {
  workspace.open(directory).catch((thrown) => notifications.fail(`${directory} could not be opened`, thrown));
}
