/** Nodes as virtual machines on this machine, each a QEMU process that lives on its own. */
import type { Target } from '#shared/contract/common.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import type { UserDirectories } from '../../platform/userDirectories.ts';
import type { Flavour, NodeReference } from '../flavour.ts';
import { acquireTargetLock } from '../targetLock.ts';
import { readMachineBuild } from './build.ts';
import type { MachineContext } from './deployment/context.ts';
import { askMonitor, forwardPort, setLink, switchPower, takeScreenshot } from './deployment/controls.ts';
import { describeDeployment, findDeployments, findRecord } from './deployment/find.ts';
import { openShellOn } from './deployment/shells.ts';
import { startMachines } from './deployment/start.ts';
import { startAgain } from './deployment/startAgain.ts';
import { createStatsReader } from './deployment/stats.ts';
import { stopMachines } from './deployment/stop.ts';
import { warmTemplates } from './deployment/warm.ts';
import { watchMachines } from './deployment/watch.ts';
import { openMachineConsole, readConsole } from './guest/console.ts';
import type { MachineReference } from './guest/control.ts';
import { copyFromMachine, copyToMachine } from './guest/copy.ts';
import { openMachineChannel } from './guest/machineChannel.ts';
import { setShape } from './network/shape.ts';
import { createSnapshot } from './snapshots/create.ts';
import { rollBack } from './snapshots/rollback.ts';
import { listSnapshots, removeSnapshot } from './snapshots/snapshotStore.ts';
import { goOnIfAbandoned, goOnIfInterrupted } from './snapshots/standStill.ts';
import { tellKeptSnapshots } from './snapshots/tellKeptSnapshots.ts';
import { lockName, machineFolders } from './state/folders.ts';
import { nodeFolder } from './state/record.ts';
import { sweepTemplates } from './templates/sweepTemplates.ts';

export interface MachineFlavourOptions {
  readonly name: 'vm' | 'vm-ramdisk';
  readonly environment: NodeJS.ProcessEnv;
  readonly directories: Pick<UserDirectories, 'state' | 'cache'>;
}

const descriptions: Readonly<Record<MachineFlavourOptions['name'], string>> = {
  vm: 'Virtual machines on this machine: each node has a kernel of its own.',
  'vm-ramdisk': 'Virtual machines that have everything in memory, as some real machines boot.',
};

/** Looks for QEMU when it is first needed. */
export function createMachineFlavour({ name, environment, directories }: MachineFlavourOptions): Flavour {
  const folders = machineFolders(directories, environment);
  const context: MachineContext = { flavour: name, folders, cacheDirectory: directories.cache, environment };
  const stats = createStatsReader();

  /** One start or stop of a deployment at a time, over all processes of the user. */
  async function exclusively<Result>(
    target: Target,
    doing: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const lock = await acquireTargetLock(folders.locks, lockName(target), doing).catch((error: unknown) => {
      throw toAppError(error);
    });
    try {
      const record = await findRecord(context, target);
      if (record !== undefined) await goOnIfInterrupted(folders, record);
      return await work();
    } finally {
      await lock.release();
    }
  }

  async function locate(node: NodeReference): Promise<MachineReference> {
    const { record, found } = await locateRecord(node);
    return { node: found.name, folder: nodeFolder(record, found) };
  }

  async function locateRecord({ target, node }: NodeReference) {
    const record = await findRecord(context, target);
    const found = record?.nodes.find((candidate) => candidate.name === node);
    if (record !== undefined && found !== undefined) {
      await goOnIfAbandoned(folders, record);
      return { record, found };
    }
    const names = record?.nodes.map((candidate) => candidate.name).join(', ');
    throw new AppError('not-found', `“${target.composition}” has no node “${node}” on ${name}.`, {
      hint:
        names === undefined ? 'Nothing of it runs: start it with `nxc start`.' : `Its nodes are: ${names}.`,
      details: { node },
    });
  }

  return {
    name,
    description: descriptions[name],

    async load(composeInfo) {
      // There is nothing to load; what cannot be started is said now and not later.
      await readMachineBuild(composeInfo);
    },

    async start(request, work) {
      const build = await readMachineBuild(request.composeInfo);
      const record = await exclusively(request.target, 'started', () =>
        startMachines(context, build, request, work),
      );
      return describeDeployment(context, record);
    },

    async stop(target, work) {
      const removed = await exclusively(target, 'stopped', () => stopMachines(context, target, work));
      await tellKeptSnapshots(folders, target, work);
      return { removed };
    },

    find: (directory) => findDeployments(context, directory),
    watch: (changed) => watchMachines(context, changed),
    openChannel: async (node) => openMachineChannel(await locate(node)),
    async openShell(node, request) {
      const { record, found } = await locateRecord(node);
      return openShellOn(context, record, found, request);
    },
    logs: async (node, options) => readConsole(await locate(node), options),

    async stats(target) {
      const record = await findRecord(context, target);
      return record === undefined ? [] : stats.read(record);
    },

    copyTo: async (node, source, destination) => copyToMachine(await locate(node), source, destination),
    copyFrom: async (node, source, destination) => copyFromMachine(await locate(node), source, destination),

    machines: {
      async power(node, action) {
        if (action !== 'start') return switchPower(await locate(node), action);
        const { record, found } = await locateRecord(node);
        const work = { signal: new AbortController().signal, report: () => undefined };
        await exclusively(node.target, 'started', () => startAgain(context, record, found, work));
      },
      link: async (node, connected) => setLink(await locate(node), connected),
      shape: async (node, shape) => setShape(await locate(node), shape),
      screenshot: async (node) => takeScreenshot(await locate(node)),
      openConsole: async (node) => openMachineConsole(await locate(node)),
      monitor: async (node, command) => askMonitor(await locate(node), command),
      forwardPort: async (node, hostPort, nodePort) => forwardPort(await locate(node), hostPort, nodePort),
    },

    snapshots: {
      create: (target, snapshot, work) =>
        exclusively(target, 'saved', () => createSnapshot(context, target, snapshot, work)),
      list: (target) => listSnapshots(folders, target),
      async rollback(target, snapshot, work) {
        const record = await exclusively(target, 'rolled back', () =>
          rollBack(context, target, snapshot, work),
        );
        return describeDeployment(context, record);
      },
      remove: (target, snapshot) =>
        exclusively(target, 'changed', () => removeSnapshot(folders, target, snapshot)),
    },

    async warm(composeInfo, work) {
      await warmTemplates(context, await readMachineBuild(composeInfo), work);
    },
    async forget(composeInfos) {
      await sweepTemplates(folders, composeInfos);
    },
  };
}
