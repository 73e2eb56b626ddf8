/** Nodes as containers on this machine. */
import type { Target } from '#shared/contract/common.ts';
import { AppError } from '#shared/errors.ts';
import { userDirectories } from '../../platform/userDirectories.ts';
import type { Flavour, NodeReference } from '../flavour.ts';
import { acquireTargetLock } from '../targetLock.ts';
import { createDockerClient, type DockerClient } from './api/client.ts';
import { dockerError } from './api/errors.ts';
import { findDockerSocket } from './api/socket.ts';
import { readDockerBuild } from './composeInfo.ts';
import { copyFromNode, copyToNode } from './copy.ts';
import {
  describeDeployment,
  removeDeploymentFile,
  writeArtifacts,
  writeDeploymentFile,
} from './deploymentFile.ts';
import type { ExecTarget } from './exec.ts';
import { describeDeployed, findDeployments } from './find.ts';
import { deploymentFiles, projectName } from './identity.ts';
import { loadImages } from './image.ts';
import { listContainers, nodeOf, waitUntilQuiet } from './inventory.ts';
import { readLogs } from './logs.ts';
import { createContainerControls } from './machines/controls.ts';
import { createForwards } from './machines/forwards.ts';
import { openNodeChannel } from './nodeChannel.ts';
import { openShellSession } from './shellSession.ts';
import { specifyDeployment } from './specification.ts';
import { startNodes } from './start.ts';
import { createStatsReader } from './stats.ts';
import { stopNodes } from './stop.ts';
import { watchDeployments } from './watch.ts';

export interface DockerFlavourOptions {
  /** Where DOCKER_HOST and the user's folders are read from. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Connects to the daemon when first used. */
export function createDockerFlavour({ environment = process.env }: DockerFlavourOptions = {}): Flavour {
  const lockDirectory = `${userDirectories(environment).state}/locks`;
  let client: Promise<DockerClient> | undefined;
  const connect = (): Promise<DockerClient> => {
    client ??= findDockerSocket(environment).then((socketPath) => createDockerClient(socketPath));
    return client;
  };
  const forwards = createForwards();
  let stats: ReturnType<typeof createStatsReader> | undefined;

  async function containersOf(docker: DockerClient, target: Target) {
    return listContainers(docker, target).catch((error: unknown) => {
      throw dockerError(error, { socketPath: docker.socketPath, doing: 'list its containers' });
    });
  }

  async function settle(docker: DockerClient, target: Target): Promise<void> {
    await waitUntilQuiet(docker, target).catch((error: unknown) => {
      throw dockerError(error, { socketPath: docker.socketPath, doing: 'list its containers' });
    });
  }

  async function locate({ target, node }: NodeReference): Promise<[DockerClient, ExecTarget]> {
    const docker = await connect();
    const containers = await containersOf(docker, target);
    const container = containers.find((candidate) => nodeOf(candidate) === node);
    if (container !== undefined) return [docker, { container: container.Id, node }];
    const names = containers.map(nodeOf).join(', ');
    throw new AppError('not-found', `“${target.composition}” has no node “${node}” on docker.`, {
      hint: names === '' ? 'Nothing of it runs: start it with `nxc start`.' : `Its nodes are: ${names}.`,
      details: { node },
    });
  }

  return {
    name: 'docker',
    description: 'Containers on this machine: the quickest way to see a composition run.',

    async load(composeInfo, work) {
      const build = await readDockerBuild(composeInfo);
      await loadImages(await connect(), build, work.signal);
    },

    async start(request, work) {
      const { target } = request;
      if (request.machines !== undefined) throw noSizes();
      const docker = await connect();
      const build = await readDockerBuild(request.composeInfo);
      const specification = specifyDeployment(target, build, request.nodes);
      for (const message of specification.warnings) work.report({ type: 'warning', message });
      const lock = await acquireTargetLock(lockDirectory, specification.project, 'started');
      try {
        if (lock.isInherited) await settle(docker, target);
        const deployment = describeDeployment(specification, Date.now());
        // Written before anything is made: whatever ends this process, what it leaves can be found.
        await Promise.all([
          writeArtifacts(specification, deployment),
          writeDeploymentFile(specification.files, deployment),
        ]);
        work.report({
          type: 'command',
          command: `docker compose -f ${specification.files.composeFile} up --detach`,
        });
        const containers = await startNodes(docker, specification, work);
        return await describeDeployed(docker, target, containers, lockDirectory);
      } catch (error) {
        const remaining = await listContainers(docker, target).catch(() => undefined);
        // Why the start failed matters more than a file that stays.
        if (remaining?.length === 0) await removeDeploymentFile(specification.files).catch(() => undefined);
        throw error;
      } finally {
        await lock.release();
      }
    },

    async stop(target, work) {
      const docker = await connect();
      const lock = await acquireTargetLock(lockDirectory, projectName(target), 'stopped');
      try {
        if (lock.isInherited) await settle(docker, target);
        work.report({
          type: 'command',
          command: `docker compose -f ${deploymentFiles(target).composeFile} down --volumes`,
        });
        const containers = await containersOf(docker, target);
        const removed = await stopNodes(docker, target, work);
        forwards.close(containers.map(({ Id }) => Id));
        await removeDeploymentFile(deploymentFiles(target));
        return { removed };
      } finally {
        await lock.release();
      }
    },

    async find(directory) {
      return findDeployments(await connect(), lockDirectory, directory);
    },

    watch(changed) {
      let stopWatching: (() => void) | undefined;
      let stopped = false;
      connect().then(
        (docker) => {
          if (stopped) return;
          stopWatching = watchDeployments(
            docker,
            async (target) => {
              if (target === undefined) return findDeployments(docker, lockDirectory);
              const containers = await listContainers(docker, target);
              if (containers.length === 0) return [];
              return [await describeDeployed(docker, target, containers, lockDirectory)];
            },
            changed,
          );
        },
        // A daemon elsewhere is not watched: every call to it says why it cannot be used.
        () => undefined,
      );
      return () => {
        stopped = true;
        stopWatching?.();
      };
    },

    async openChannel(node) {
      return openNodeChannel(...(await locate(node)));
    },

    async openShell(node, request) {
      return openShellSession(...(await locate(node)), request);
    },

    async logs(node, options) {
      return readLogs(...(await locate(node)), options);
    },

    async stats(target) {
      const docker = await connect();
      stats ??= createStatsReader(docker);
      return stats.read(await containersOf(docker, target));
    },

    async copyTo(node, source, destination) {
      await copyToNode(...(await locate(node)), source, destination);
    },

    async copyFrom(node, source, destination) {
      await copyFromNode(...(await locate(node)), source, destination);
    },

    machines: createContainerControls(locate, lockDirectory, forwards),
  };
}

function noSizes(): AppError {
  return new AppError('unsupported', 'A node on docker cannot have its memory and cores chosen.', {
    hint: 'Start the composition as virtual machines for that: `nxc start -f vm`.',
  });
}
