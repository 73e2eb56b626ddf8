/**
 * Which nodes were cut off from the others. Docker does not know of it, and nobody may look into a container for every
 * list of nodes: whoever cuts one off leaves a note, for that run of the container. A run that ends takes the cut along.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ContainerInfo } from 'dockerode';
import type { DockerClient } from '../api/client.ts';

/** Beside the locks, which every process of the user finds. */
function folderBeside(lockDirectory: string): string {
  return join(dirname(lockDirectory), 'docker-cut');
}

async function runOf(docker: DockerClient, container: string): Promise<string | undefined> {
  const details = await docker
    .getContainer(container)
    .inspect()
    .catch(() => undefined);
  return details?.State.Running === true ? details.State.StartedAt : undefined;
}

/** Notes that a container was cut off, or connected again. */
export async function noteCut(
  docker: DockerClient,
  lockDirectory: string,
  container: string,
  isCut: boolean,
): Promise<void> {
  const folder = folderBeside(lockDirectory);
  const note = join(folder, container);
  if (!isCut) return rm(note, { force: true });
  await mkdir(folder, { recursive: true });
  await writeFile(note, (await runOf(docker, container)) ?? '');
}

/** Those of some containers that are cut off now. */
export async function readCut(
  docker: DockerClient,
  lockDirectory: string,
  containers: readonly ContainerInfo[],
): Promise<ReadonlySet<string>> {
  const folder = folderBeside(lockDirectory);
  const noted = new Set(await readdir(folder).catch((): string[] => []));
  const cut = new Set<string>();
  for (const { Id } of containers.filter((container) => noted.has(container.Id))) {
    const [then, now] = await Promise.all([
      readFile(join(folder, Id), 'utf8').catch(() => ''),
      runOf(docker, Id),
    ]);
    if (now !== undefined && now === then) cut.add(Id);
    else await rm(join(folder, Id), { force: true });
  }
  return cut;
}
