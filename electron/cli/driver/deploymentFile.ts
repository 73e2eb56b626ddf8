/** The deployment that a file below `deploy/` stands for. */
import { basename, dirname, resolve } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import { AppError } from '#shared/errors.ts';
import { flavourNames } from '#shared/model/flavours.ts';
import type { Session } from '../session.ts';

/**
 * @param file path of `<project>/deploy/<composition>::<flavour>.json`
 * @throws AppError `bad-input` for another name, `not-found` when nothing of it runs
 */
export async function deploymentOfFile(session: Session, file: string): Promise<Target> {
  const path = resolve(session.directory, file);
  const [, composition, name] = /^(.+)::(.+)\.json$/.exec(basename(path)) ?? [];
  const flavour = flavourNames.find((known) => known === name);
  if (composition === undefined || flavour === undefined || basename(dirname(path)) !== 'deploy') {
    throw new AppError('bad-input', `${path} is not the file of a deployment.`, {
      hint: 'Name one of the files in the project’s deploy folder, e.g. deploy/composition::docker.json.',
    });
  }
  const target = { directory: dirname(dirname(path)), composition, flavour };
  const client = await session.client();
  const { directory } = await client.projects.open({ directory: target.directory });
  const found = (await client.deployments.list({ directory })).find(
    (deployment) =>
      deployment.target.composition === composition &&
      deployment.target.flavour === flavour &&
      deployment.freshness !== 'lost',
  );
  if (found !== undefined) return found.target;
  throw new AppError('not-found', `Nothing runs of the deployment ${path}.`, {
    hint: `Start it: \`nxc start -C ${composition}::${flavour}\`.`,
  });
}
