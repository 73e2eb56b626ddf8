import type { knowledge as knowledgeContract } from '#shared/contract/knowledge.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { Knowledge } from './index.ts';

/** The `knowledge` area of the contract. */
export function createKnowledgeHandlers(knowledge: Knowledge): AreaHandlers<typeof knowledgeContract> {
  return {
    prepare: ({ directory, again }) => knowledge.prepare(directory, again),
    stop: async ({ directory }) => {
      knowledge.stop(directory);
      return {};
    },
    changed: (emit) => knowledge.onChange((directory, state) => emit({ directory, state })),
    optionsBelow: async ({ directory, path }) => knowledge.optionsBelow(directory, path),
    option: async ({ directory, path }) => knowledge.option(directory, path),
    packages: (search, { signal }) => knowledge.packages(search, signal),
    packageDetails: ({ directory, path }, { signal }) => knowledge.packageDetails(directory, path, signal),
  };
}
