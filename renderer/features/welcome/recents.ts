/** The projects that were opened lately. */
import type { AppContext } from '#renderer/app/context.ts';
import { createSlice, useSlice } from '#renderer/store/slice.ts';
import type { RecentProject } from '#shared/contract/settings.ts';

interface RecentsState {
  readonly projects: readonly RecentProject[];
  readonly known: boolean;
}

const slice = createSlice<RecentsState, readonly RecentProject[]>(
  { projects: [], known: false },
  (_, projects) => ({
    projects,
    known: true,
  }),
);

export const useRecents = (): RecentsState => useSlice(slice, (state) => state);

/** Reads the list, and puts every project that is opened on it. */
export function followRecents({ client, workspace, notifications }: AppContext): void {
  const failed = (thrown: unknown): void =>
    notifications.fail('The list of recent projects is not kept', thrown);
  let remembered: string | null = null;
  client.recents.list({}).then(slice.dispatch, failed);
  workspace.subscribe(({ project }) => {
    if (project.phase !== 'open' || project.project.directory === remembered) return;
    const { directory, name } = project.project;
    remembered = directory;
    client.recents.remember({ directory, name }).then(slice.dispatch, failed);
  });
}

/** Takes a project off the list; its folder stays. */
export async function forgetRecent({ client }: AppContext, directory: string): Promise<void> {
  slice.dispatch(await client.recents.forget({ directory }));
}
