/**
 * Who needs whom, in plain sight. Every service is imported and made when it is first needed, so that a command loads
 * only what it uses.
 */
import type { BuildOptions, BuildResult } from '#shared/contract/builds.ts';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import type { BuildState as LinkState } from './builds/buildLinks.ts';
import type { FlavourTable } from './deployments/flavourTable.ts';
import type { BuildState } from './deployments/index.ts';
import type { WorkContext } from './jobs/workContext.ts';
import { once } from './once.ts';
import { resource } from './platform/resources.ts';
import type { UserDirectories } from './platform/userDirectories.ts';

export interface ServiceDependencies {
  readonly environment: NodeJS.ProcessEnv;
  readonly directories: UserDirectories;
}

export function createServices({ environment, directories }: ServiceDependencies) {
  /** What was made and must be let go of, in the order of making. */
  const closers: (() => Promise<void> | void)[] = [];

  const system = once(async () => {
    const { createSystem } = await import('./system/index.ts');
    return createSystem({ environment, stateDirectory: directories.state });
  });

  const library = once(async () => {
    const { createLibrary } = await import('./projects/library/index.ts');
    return createLibrary({
      source: resource('nix'),
      dataDirectory: directories.data,
      environment,
    });
  });

  const projects = once(async () => {
    const { createProjects } = await import('./projects/index.ts');
    const service = createProjects({
      library: await library(),
      librarySource: resource('nix'),
      runningNodes: async (directory) => runningNodes(await (await deployments()).listAll(directory)),
      forgetBuilds,
    });
    closers.push(service.close);
    return service;
  });

  const projectNix = once(async () => {
    const [{ createProjectNix }, { createNixConfiguration }] = await Promise.all([
      import('./nix/projectNix.ts'),
      import('./nix/configuration.ts'),
    ]);
    const configuration = createNixConfiguration({ cacheDirectory: directories.cache, environment });
    return createProjectNix({ configuration, library: await library() });
  });

  const compositions = once(async () => {
    const { createCompositions } = await import('./compositions/index.ts');
    return createCompositions({ projects: await projects(), nix: await projectNix() });
  });

  const knowledge = once(async () => {
    const { createKnowledge } = await import('./knowledge/index.ts');
    const service = createKnowledge({
      projects: await projects(),
      nix: await projectNix(),
      library: await library(),
      cacheDirectory: directories.cache,
      reader: resource('knowledge', 'nixos.nix'),
    });
    closers.push(service.close);
    return service;
  });

  const flavours = once(async () => {
    const { createFlavourTable } = await import('./deployments/flavourTable.ts');
    return createFlavourTable({
      docker: async () => {
        const { createDockerFlavour } = await import('./flavours/docker/dockerFlavour.ts');
        return createDockerFlavour({ environment });
      },
      vm: () => machineFlavour('vm'),
      'vm-ramdisk': () => machineFlavour('vm-ramdisk'),
    });
  });

  async function machineFlavour(name: 'vm' | 'vm-ramdisk') {
    const { createMachineFlavour } = await import('./flavours/vm/machineFlavour.ts');
    return createMachineFlavour({ name, environment, directories });
  }

  const builds = once(async () => {
    const { createBuilds } = await import('./builds/index.ts');
    return createBuilds({
      projects: await projects(),
      compositions: await compositions(),
      nix: await projectNix(),
      library: await library(),
      async load(name, composeInfo, work) {
        const table = await flavours();
        // What cannot be started here can still be built here, and has nothing to be loaded into.
        if (table.names.includes(name)) await (await table.get(name)).load(composeInfo, work);
      },
      async warm(name, composeInfo, work) {
        const { warmBuild } = await import('./deployments/warmBuild.ts');
        await warmBuild(await (await flavours()).get(name), composeInfo, work);
      },
    });
  });

  const nixosTests = once(async () => {
    const { createNixosTests } = await import('./tests/nixosTest/index.ts');
    const { readScript, readLog } = await import('./tests/nixosTest/askNix.ts');
    const own = { projects: await projects(), nix: await projectNix() };
    const { build } = await builds();
    return createNixosTests({
      build,
      readScript: (target, signal) => readScript(own, target, signal),
      readLog: (target, storePath, signal) => readLog(own, target, storePath, signal),
    });
  });

  /** Building for `nixos-test` runs a test, which is told as one. */
  async function buildOrTest(target: Target, options: BuildOptions, work: WorkContext): Promise<BuildResult> {
    const isTest = target.flavour === 'nixos-test' && !options.dryRun;
    return (await (isTest ? nixosTests() : builds())).build(target, options, work);
  }

  const deployments = once(async () => {
    const { createDeployments } = await import('./deployments/index.ts');
    const service = createDeployments({
      flavours: await flavours(),
      readBuild: async (target) => toBuildState(await (await builds()).read(target)),
      listTargets,
    });
    closers.push(service.close);
    return service;
  });

  const snapshots = once(async () => {
    const { createSnapshots } = await import('./snapshots/index.ts');
    const { nodesReplaced } = await deployments();
    return createSnapshots({ flavours: await flavours(), nodesReplaced });
  });

  const terminals = once(async () => {
    const { createTerminals } = await import('./terminals/index.ts');
    const service = createTerminals(await deployments());
    closers.push(service.closeAll);
    return service;
  });

  const tests = once(async () => {
    const { createTests } = await import('./tests/index.ts');
    const service = createTests({
      flavour: async (target) => (await flavours()).get(target.flavour),
      deployment: async (target) => {
        const running = await (await deployments()).list(target.directory, target.flavour);
        return (
          running.find((deployment) => isSame(deployment.target, target) && hasNodes(deployment)) ?? null
        );
      },
      nixosTests,
      cacheDirectory: directories.cache,
    });
    closers.push(service.close);
    return service;
  });

  const files = once(async () => (await import('./files/index.ts')).createFiles());

  const drafts = once(async () => (await import('./files/drafts.ts')).createDrafts(directories.state));

  const settings = once(async () => {
    const { createSettingsStore } = await import('./settings/index.ts');
    const store = createSettingsStore(directories.config);
    closers.push(store.close);
    return store;
  });

  const language = once(async () => {
    const { createLanguage } = await import('./language/index.ts');
    const service = createLanguage({
      environment,
      wanted: async () => (await (await settings()).read()).settings.languageServer,
    });
    closers.push(service.close);
    return service;
  });

  const recents = once(async () => (await import('./settings/recents.ts')).createRecents(directories.state));

  async function forgetBuilds(directory: string): Promise<void> {
    const built = await (await builds()).readAll(directory);
    const table = await flavours();
    for (const name of table.names) {
      const composeInfos = built.flatMap(({ target, build }) =>
        target.flavour === name && build.state === 'built' ? [build.composeInfo] : [],
      );
      if (composeInfos.length > 0) await (await table.get(name)).forget?.(composeInfos);
    }
    // What is not built any more is not offered any more: nobody would find them again.
    for (const { target } of built) await forgetSnapshots(target, table);
  }

  async function forgetSnapshots(target: Target, table: FlavourTable): Promise<void> {
    if (!table.names.includes(target.flavour)) return;
    const { snapshots } = await table.get(target.flavour);
    for (const { name } of (await snapshots?.list(target)) ?? []) await snapshots?.remove(target, name);
  }

  /** What the flake offers and what has been built of it before. */
  async function listTargets(directory: string): Promise<readonly Target[]> {
    const [offered, built] = await Promise.all([
      // A composition that does not evaluate is told by the next build; what is there can be shown all the same.
      compositions().then((service) => service.list(directory).catch(() => [])),
      builds().then((service) => service.readAll(directory)),
    ]);
    const { flavourNames } = await import('#shared/model/flavours.ts');
    const targets = new Map<string, Target>();
    for (const { composition, flavour } of [...offered, ...built.map(({ target }) => target)]) {
      const known = flavourNames.find((name) => name === flavour);
      if (known !== undefined)
        targets.set(`${composition}::${flavour}`, { directory, composition, flavour: known });
    }
    return [...targets.values()];
  }

  return {
    system,
    projects,
    compositions,
    knowledge,
    builds,
    buildOrTest,
    deployments,
    snapshots,
    terminals,
    tests,
    files,
    drafts,
    settings,
    language,
    recents,
    /** Lets go of everything that was made, the last first. */
    async close(): Promise<void> {
      for (const close of closers.toReversed()) await close();
    },
  };
}

function toBuildState(build: LinkState): BuildState {
  switch (build.state) {
    case 'never':
      return { state: 'never', builtAt: null, composeInfo: null };
    case 'broken':
      return { state: 'broken', builtAt: build.builtAt, composeInfo: null };
    case 'built':
      return {
        state: build.stale ? 'stale' : 'built',
        builtAt: build.builtAt,
        composeInfo: build.composeInfo,
      };
  }
}

function isSame(left: Target, right: Target): boolean {
  return (
    left.directory === right.directory &&
    left.composition === right.composition &&
    left.flavour === right.flavour
  );
}

function hasNodes({ freshness }: Deployment): boolean {
  return freshness !== 'lost';
}

function runningNodes(deployments: readonly Deployment[]): string[] {
  return deployments.filter(hasNodes).flatMap(({ nodes }) => nodes.map(({ name }) => name));
}
