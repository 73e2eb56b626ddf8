/** Deployments of every flavour: started, stopped, found and used. */
import type { Target } from '#shared/contract/common.ts';
import type {
  DeployedNode,
  Deployment,
  LinkShape,
  MachineSizes,
  PowerAction,
  TargetStatus,
} from '#shared/contract/deployments.ts';
import { AppError } from '#shared/errors.ts';
import { planNodes, type RoleDistribution } from '#shared/model/distribution.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import type {
  CommandOptions,
  CommandOutcome,
  NodeChannel,
  NodeReference,
  NodeSample,
  ShellRequest,
  ShellSession,
} from '../flavours/flavour.ts';
import type { WorkContext } from '../jobs/workContext.ts';
import { askFlavours } from './askFlavours.ts';
import { createChannelPool } from './channelPool.ts';
import { readDeclaredRoles } from './composeInfo.ts';
import type { FlavourTable } from './flavourTable.ts';
import { machineControls, unshapable } from './machineControls.ts';
import { mentions } from './mentions.ts';
import { notBuilt } from './notBuilt.ts';
import { createStatusReader } from './status.ts';
import { keyOfTarget } from './targets.ts';

/** What is known of a build: from the out-link, without evaluating anything. */
export interface BuildState {
  readonly state: TargetStatus['build'];
  /** Milliseconds since the epoch. */
  readonly builtAt: number | null;
  /** Absolute path of the compose-info, links resolved; `null` when there is none. */
  readonly composeInfo: string | null;
}

export interface DeploymentsDependencies {
  readonly flavours: FlavourTable;
  readBuild(target: Target): Promise<BuildState>;
  /** Compositions and flavours that a project has, for the table of their states. */
  listTargets(directory: string): Promise<readonly Target[]>;
}

export interface StartOptions {
  readonly distribution?: RoleDistribution;
  readonly reuse?: boolean;
  /** A compose-info to start from instead of the newest build. */
  readonly composeInfo?: string;
  /** @throws AppError `unsupported` where nodes are no machines */
  readonly machines?: MachineSizes;
  readonly anyway?: boolean;
}

export interface NodesChanged {
  readonly target: Target;
  /** Counts from 1 over all deployments; a gap means that something was missed. */
  readonly revision: number;
  readonly nodes: readonly DeployedNode[];
}

export interface Deployments {
  /** The flavours that can be started here. */
  readonly startable: readonly FlavourName[];
  start(target: Target, options: StartOptions, work: WorkContext): Promise<Deployment>;
  stop(target: Target, work: WorkContext): Promise<{ removed: readonly string[]; durationMs: number }>;
  /** Makes a build ready to start, e.g. loads its image. */
  load(target: Target, work: WorkContext): Promise<void>;
  /**
   * @returns what the flavours know that can be asked
   * @throws AppError of a flavour that cannot be asked and may well have something, if the others know of nothing
   */
  list(directory?: string, flavour?: FlavourName): Promise<readonly Deployment[]>;
  /** @throws AppError if any flavour that the project has been started on cannot be asked */
  listAll(directory: string): Promise<readonly Deployment[]>;
  status(directory: string): Promise<readonly TargetStatus[]>;
  execute(node: NodeReference, command: string, options?: CommandOptions): Promise<CommandOutcome>;
  openChannel(node: NodeReference): Promise<NodeChannel>;
  openShell(node: NodeReference, request: ShellRequest): Promise<ShellSession>;
  /** This and what follows: `unsupported` where nodes are no machines. */
  openConsole(node: NodeReference): Promise<ShellSession>;
  power(node: NodeReference, action: PowerAction): Promise<void>;
  link(node: NodeReference, connected: boolean): Promise<void>;
  /** @param node every one if it is `null`; the shape is then tried on all, and the first failure is thrown */
  shape(target: Target, node: string | null, shape: LinkShape): Promise<void>;
  screenshot(node: NodeReference): Promise<Uint8Array>;
  logs(
    node: NodeReference,
    options: { readonly follow: boolean; readonly tailLines?: number },
  ): Promise<NodeJS.ReadableStream>;
  stats(target: Target): Promise<readonly NodeSample[]>;
  copyTo(node: NodeReference, source: string, destination: string): Promise<void>;
  copyFrom(node: NodeReference, source: string, destination: string): Promise<void>;
  /** Calls back when nodes change, whoever changes them; returns how to stop. */
  onChanged(listener: (change: NodesChanged) => void): () => void;
  /** Lets go of shells that lead to nodes that are not there any more, and tells what is there now. */
  nodesReplaced(target: Target): void;
  /** Closes shells and watches. Nodes go on running. */
  close(): Promise<void>;
}

export function createDeployments(dependencies: DeploymentsDependencies): Deployments {
  const { flavours, readBuild } = dependencies;
  const channels = createChannelPool();
  const listeners = new Set<(change: NodesChanged) => void>();
  let stopWatching: (() => void)[] = [];
  let revision = 0;

  async function composeInfoOf(target: Target): Promise<string> {
    const { composeInfo, state } = await readBuild(target);
    if (composeInfo !== null) return composeInfo;
    throw notBuilt(target, state);
  }

  async function list(directory?: string, flavour?: FlavourName): Promise<readonly Deployment[]> {
    const { deployments, problems } = await askFlavours(flavours, directory, flavour);
    if (deployments.length > 0) return deployments;
    for (const [name, problem] of problems) {
      const isMeant = flavour !== undefined || directory === undefined;
      if (isMeant || (await mayHaveNodes(directory, name))) throw problem;
    }
    return [];
  }

  async function mayHaveNodes(directory: string, flavour: FlavourName): Promise<boolean> {
    return (await mentions(directory, 'deploy', flavour)) || mentions(directory, 'build', flavour);
  }

  async function listAll(directory: string): Promise<readonly Deployment[]> {
    const { deployments, problems } = await askFlavours(flavours, directory);
    for (const [name, problem] of problems) if (await mentions(directory, 'deploy', name)) throw problem;
    return deployments;
  }

  function tell(target: Target, nodes: readonly DeployedNode[]): void {
    const running = new Set(nodes.filter(({ status }) => status.state === 'running').map(({ name }) => name));
    channels.drop(target, (node) => !running.has(node));
    revision += 1;
    for (const listener of listeners) listener({ target, revision, nodes });
  }

  /** @throws AppError `not-found` if nothing of it runs */
  async function nodesOf(target: Target): Promise<readonly string[]> {
    const all = await list(target.directory, target.flavour);
    const found = all.find((deployment) => keyOfTarget(deployment.target) === keyOfTarget(target));
    if (found !== undefined) return found.nodes.map(({ name }) => name);
    throw new AppError('not-found', `Nothing of “${target.composition}” runs on ${target.flavour}.`, {
      hint: 'Start it with `nxc start`.',
    });
  }

  /** Platforms do not tell of every switch, or some time later. */
  async function tellAnew(target: Target): Promise<void> {
    if (listeners.size === 0) return;
    const all = await list(target.directory, target.flavour).catch(() => []);
    const found = all.find((deployment) => keyOfTarget(deployment.target) === keyOfTarget(target));
    if (found !== undefined) tell(target, found.nodes);
  }

  async function watchAll(isWanted: () => boolean): Promise<void> {
    for (const name of flavours.names) {
      const flavour = await flavours.get(name);
      if (!isWanted()) return;
      stopWatching.push(flavour.watch(tell));
    }
  }

  function stopAllWatching(): void {
    for (const stop of stopWatching) stop();
    stopWatching = [];
  }

  return {
    startable: flavours.names,
    async start(target, options, work) {
      const flavour = await flavours.get(target.flavour);
      const composeInfo = options.composeInfo ?? (await composeInfoOf(target));
      const declared = await readDeclaredRoles(composeInfo, target.composition);
      const nodes = planNodes(declared.roles, declared.distribution, options.distribution ?? {});
      const { machines, anyway = false, reuse = false } = options;
      if (machines !== undefined) machineControls(flavour, 'have its memory and cores chosen', 'size');
      return flavour.start(
        { target, composeInfo, nodes, reuse, anyway, ...(machines === undefined ? {} : { machines }) },
        work,
      );
    },
    async stop(target, work) {
      const began = performance.now();
      const flavour = await flavours.get(target.flavour);
      channels.drop(target);
      const { removed } = await flavour.stop(target, work);
      return { removed, durationMs: performance.now() - began };
    },
    async load(target, work) {
      const flavour = await flavours.get(target.flavour);
      await flavour.load(await composeInfoOf(target), work);
    },
    list,
    listAll,
    status: createStatusReader(dependencies, (directory) => askFlavours(flavours, directory)),
    async execute(node, command, options) {
      return channels.run(await flavours.get(node.target.flavour), node, command, options);
    },
    async openChannel(node) {
      return (await flavours.get(node.target.flavour)).openChannel(node);
    },
    async openShell(node, request) {
      return (await flavours.get(node.target.flavour)).openShell(node, request);
    },
    async openConsole(node) {
      return machineControls(await flavours.get(node.target.flavour), 'show a console').openConsole(node);
    },
    async power(node, action) {
      const flavour = await flavours.get(node.target.flavour);
      await machineControls(flavour, `be switched (${action})`).power(node, action);
      await tellAnew(node.target);
    },
    async link(node, connected) {
      const flavour = await flavours.get(node.target.flavour);
      await machineControls(flavour, 'be cut off from its network').link(node, connected);
      await tellAnew(node.target);
    },
    async shape(target, node, shape) {
      const change = machineControls(
        await flavours.get(target.flavour),
        'have its network delayed or losing packets',
      ).shape;
      if (change === undefined) throw unshapable(target.flavour);
      const names = node === null ? await nodesOf(target) : [node];
      const ends = await Promise.allSettled(names.map((name) => change({ target, node: name }, shape)));
      await tellAnew(target);
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
    async screenshot(node) {
      return machineControls(await flavours.get(node.target.flavour), 'show a screen').screenshot(node);
    },
    async logs(node, options) {
      return (await flavours.get(node.target.flavour)).logs(node, options);
    },
    async stats(target) {
      return (await flavours.get(target.flavour)).stats(target);
    },
    async copyTo(node, source, destination) {
      await (await flavours.get(node.target.flavour)).copyTo(node, source, destination);
    },
    async copyFrom(node, source, destination) {
      await (await flavours.get(node.target.flavour)).copyFrom(node, source, destination);
    },
    nodesReplaced(target) {
      channels.drop(target);
      void tellAnew(target);
    },
    onChanged(listener) {
      listeners.add(listener);
      // Watching costs a connection to each platform: only while somebody listens.
      if (listeners.size === 1) {
        watchAll(() => listeners.size > 0).catch(() => {
          // A platform that cannot be watched cannot be listed either: there the reason is told.
        });
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stopAllWatching();
      };
    },
    async close() {
      listeners.clear();
      stopAllWatching();
      await channels.close();
    },
  };
}
