/** Why a project cannot be built as it is now, for those who only asked how things stand. */
import type { TargetStatus } from '#shared/contract/deployments.ts';
import { type SerializedError, toAppError } from '#shared/errors.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import type { Session } from './session.ts';

/** Evaluating a large composition takes Nix many seconds: whoever asks for the status must not wait for that. */
const patienceMs = 3_000;

interface KnownProject {
  readonly directory: string;
  readonly defaultFlavour: FlavourName;
  readonly targets: readonly Pick<TargetStatus, 'composition' | 'flavour' | 'build'>[];
}

/** What Nix says about the first target whose sources nobody has built yet; `null` if it evaluates or takes too long. */
export async function findProblem(session: Session, project: KnownProject): Promise<SerializedError | null> {
  const { directory, defaultFlavour, targets } = project;
  const doubtful = targets.find(({ build }) => build !== 'built');
  if (doubtful === undefined && targets.length > 0) return null;
  // A flake that cannot be read offers nothing that could be listed.
  const { composition, flavour } = doubtful ?? { composition: 'composition', flavour: defaultFlavour };
  const signal = AbortSignal.any([session.signal, AbortSignal.timeout(patienceMs)]);
  try {
    await (await session.client()).compositions.evaluate({ directory, composition, flavour }, { signal });
    return null;
  } catch (thrown) {
    return signal.aborted ? null : toAppError(thrown).toJSON();
  }
}
