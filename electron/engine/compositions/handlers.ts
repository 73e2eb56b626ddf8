import type { compositions as compositionsContract } from '#shared/contract/compositions.ts';
import type { AreaHandlers } from '#shared/rpc/define.ts';
import type { Compositions } from './index.ts';

/** The `compositions` area of the contract. */
export function createCompositionHandlers(
  compositions: Compositions,
): AreaHandlers<typeof compositionsContract> {
  return {
    list: ({ directory }, { signal }) => compositions.list(directory, signal),
    evaluate: (target, { signal }) => compositions.evaluate(target, signal),
  };
}
