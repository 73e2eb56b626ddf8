/** One composition, as every contestant needs it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContainerBody } from '#engine/flavours/docker/api/types.ts';
import { readDockerBuild } from '#engine/flavours/docker/composeInfo.ts';
import { describeDeployment, writeArtifacts } from '#engine/flavours/docker/deploymentFile.ts';
import { networkName } from '#engine/flavours/docker/identity.ts';
import { specifyDeployment } from '#engine/flavours/docker/specification.ts';
import { type Fixture, makeFixture } from '#engine/flavours/docker/testing/fixture.ts';

/** The very requests that the engine sends, for a program that only sends them. */
export interface PreparedRequests {
  readonly network: string;
  readonly volumes: readonly string[];
  readonly containers: readonly { readonly name: string; readonly body: ContainerBody }[];
}

export interface Prepared {
  readonly fixture: Fixture;
  readonly composeFile: string;
  readonly artifactDirectory: string;
  readonly requestsFile: string;
}

export async function prepare(nodeCount: number): Promise<Prepared> {
  const fixture = makeFixture({ roles: { node: {} }, distribution: { node: nodeCount } });
  // The command line only works in a project.
  const project = { composition: 'composition.nix', default_flavour: 'docker' };
  writeFileSync(join(fixture.directory, 'nxc.json'), JSON.stringify(project));
  const build = await readDockerBuild(fixture.composeInfo);
  const specification = specifyDeployment(fixture.target, build, fixture.nodes);
  await writeArtifacts(specification, describeDeployment(specification, Date.now()));
  const requests: PreparedRequests = {
    network: networkName(specification.project),
    volumes: specification.volumes.map(({ name }) => name),
    containers: specification.nodes.map(({ containerName, body }) => ({ name: containerName, body })),
  };
  const requestsFile = join(fixture.directory, 'requests.json');
  writeFileSync(requestsFile, JSON.stringify(requests));
  const { artifactDirectory, composeFile } = specification.files;
  return { fixture, composeFile, artifactDirectory, requestsFile };
}
