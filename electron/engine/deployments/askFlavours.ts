/** What every flavour knows of its deployments. One whose daemon is down must not keep the others from telling. */
import type { Deployment } from '#shared/contract/deployments.ts';
import { type AppError, toAppError } from '#shared/errors.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import type { FlavourTable } from './flavourTable.ts';

export interface Answers {
  readonly deployments: readonly Deployment[];
  /** Why a flavour could not tell. */
  readonly problems: ReadonlyMap<FlavourName, AppError>;
}

export async function askFlavours(
  flavours: FlavourTable,
  directory: string | undefined,
  only?: FlavourName,
): Promise<Answers> {
  const asked = flavours.names.filter((name) => only === undefined || name === only);
  const answers = await Promise.all(
    asked.map(async (name) => {
      try {
        return { name, found: await (await flavours.get(name)).find(directory) };
      } catch (thrown) {
        return { name, found: [], problem: toAppError(thrown) };
      }
    }),
  );
  return {
    deployments: answers.flatMap(({ found }) => found),
    problems: new Map(
      answers.flatMap(({ name, problem }) => (problem === undefined ? [] : [[name, problem] as const])),
    ),
  };
}
