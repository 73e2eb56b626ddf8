import type { projects as projectsContract } from '#shared/contract/projects.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { Projects } from './index.ts';

/** The `projects` area of the contract. */
export function createProjectHandlers(projects: Projects): AreaHandlers<typeof projectsContract> {
  return {
    templates: () => projects.templates(),
    init: (request) => projects.init(request),
    open: ({ directory }) => projects.open(directory),
    track: async ({ directory, files }) => ({ tracked: await projects.track(directory, files) }),
    updateLibrary: async ({ directory }) => ({ changed: await projects.updateLibrary(directory) }),
    clean: async ({ directory }) => ({ removed: await projects.clean(directory) }),
    watch: async ({ directory }) => {
      await projects.watch(directory);
      return {};
    },
    changed: (emit) => projects.onChange(emit),
  };
}
