/**
 * A stand-in for the engine inside the page, for looking at the window and for tests of components. It builds and runs
 * nothing, says that it is a fake wherever that can be seen, and is no part of the product.
 */
import type { EngineHandlers } from '#shared/contract/index.ts';
import { contract } from '#shared/contract/index.ts';
import type { Project } from '#shared/contract/projects.ts';
import { type SettingsState, userSettings } from '#shared/contract/settings.ts';
import type { Check } from '#shared/contract/system.ts';
import { AppError } from '#shared/errors.ts';
import type { Channel } from '#shared/rpc/channel.ts';
import { serve } from '#shared/rpc/server.ts';
import { channelPair } from './channelPair.ts';

export interface FakeOptions {
  /** Whether Docker and Nix are said to be missing. */
  readonly machine?: 'ready' | 'lacking';
  readonly recents?: boolean;
}

export interface FakeEngine {
  readonly handlers: EngineHandlers;
  openChannel(): Promise<Channel>;
  /** Closes all channels, as an engine does that goes away. */
  breakConnections(): void;
}

export const fakeProject: Project = {
  directory: '/home/ada/nxc/web-lab',
  name: 'web-lab',
  compositionFile: 'composition.nix',
  defaultFlavour: 'docker',
  base: 'tiny',
  git: { root: '/home/ada/nxc/web-lab', untracked: ['roles/cache.nix'] },
  library: 'current',
};

const fakeText = `# This text comes from a fake engine.
{ pkgs, ... }: {
  roles = {
    server = { };
    client = { };
  };
}
`;

/** Handlers with answers that are plausible, so that what is drawn from them can be judged. */
function createFakeHandlers({ machine = 'ready', recents = true }: FakeOptions = {}): EngineHandlers {
  let settings: SettingsState = {
    settings: userSettings.parse({}),
    file: '/home/ada/.config/nxc/settings.json',
    problem: null,
  };
  let remembered = recents
    ? [
        { directory: fakeProject.directory, name: fakeProject.name, openedAt: 2, exists: true },
        { directory: '/home/ada/experiments/slurm-energy', name: 'slurm-energy', openedAt: 1, exists: true },
        { directory: '/media/usb/old-lab', name: 'old-lab', openedAt: 0, exists: false },
      ]
    : [];
  const isFake = (): Promise<never> => Promise.reject(new AppError('unsupported', 'This engine is a fake.'));
  const silent = () => () => {};
  return {
    projects: {
      templates: async () => [
        {
          name: 'tutorial',
          description: 'A web server and its client: the guided tour starts here.',
          base: 'tiny',
          roles: ['server', 'client'],
        },
        {
          name: 'webserver',
          description: 'A proxy in front of two servers with a shared folder.',
          base: 'tiny',
          roles: ['proxy', 'web', 'files'],
        },
        { name: 'basic', description: 'One empty role to begin with.', base: 'nixpkgs', roles: ['foo'] },
        {
          name: 'slurm',
          description: 'A batch scheduler with its database and front end.',
          base: 'nixpkgs',
          roles: ['frontend', 'controller', 'database', 'compute', 'storage'],
        },
      ],
      init: async () => ({ project: fakeProject, created: [], notes: ['This project is a fake.'] }),
      open: async ({ directory }) => {
        if (directory !== fakeProject.directory)
          throw new AppError('not-found', `There is no project in ${directory}.`, {
            hint: 'Make one with `nxc init`.',
          });
        return fakeProject;
      },
      track: isFake,
      updateLibrary: isFake,
      clean: isFake,
      watch: async () => ({}),
      changed: silent,
    },
    compositions: {
      list: async () => [
        { composition: 'composition', flavour: 'docker' },
        { composition: 'composition', flavour: 'vm' },
      ],
      evaluate: isFake,
    },
    knowledge: {
      prepare: async () => ({ phase: 'none' }),
      stop: async () => ({}),
      changed: silent,
      optionsBelow: async () => [],
      option: async () => null,
      packages: async () => ({ names: [], truncated: false }),
      packageDetails: async () => null,
    },
    language: { server: async () => null, connect: isFake },
    builds: { build: isFake, result: isFake },
    deployments: {
      startable: async () => ['docker'],
      start: isFake,
      startResult: isFake,
      stop: isFake,
      stopResult: isFake,
      list: async () => [],
      status: async () => [
        { composition: 'composition', flavour: 'docker', build: 'never', builtAt: null, deployment: null },
      ],
      changed: silent,
      execute: isFake,
      copyTo: isFake,
      copyFrom: isFake,
      upload: isFake,
      download: isFake,
      stats: async () => [],
      power: isFake,
      link: isFake,
      shape: isFake,
      screenshot: isFake,
      logs: isFake,
    },
    snapshots: {
      create: isFake,
      createResult: isFake,
      list: async () => [],
      rollback: isFake,
      rollbackResult: isFake,
      remove: isFake,
    },
    terminals: {
      open: isFake,
      attach: isFake,
      held: isFake,
      resize: isFake,
      close: isFake,
      list: async () => [],
      changed: silent,
    },
    tests: {
      prepare: isFake,
      run: isFake,
      result: isFake,
      runs: async () => [],
      readRun: isFake,
      nodeLines: async () => ({ lines: [], isWhole: true }),
      nodeWrote: silent,
      report: isFake,
      openSession: isFake,
      sessions: async () => [],
      sessionChanged: silent,
      runInSession: isFake,
      sessionResult: isFake,
      resume: isFake,
      interrupt: isFake,
      reset: isFake,
      closeSession: isFake,
      complete: isFake,
      parse: isFake,
    },
    jobs: { progress: silent, ended: silent, cancel: isFake, list: async () => [], history: async () => [] },
    system: {
      version: async () => ({ version: 'fake', node: 'fake' }),
      preflight: async () => checks(machine),
      repair: isFake,
      repairResult: isFake,
    },
    files: {
      drafts: async () => [],
      readDraft: async () => null,
      keepDraft: async () => ({}),
      forgetDraft: async () => ({}),
      list: async () => ({
        files: [
          '.gitignore',
          'composition.nix',
          'flake.lock',
          'flake.nix',
          'nxc.json',
          'roles/client.nix',
          'roles/server.nix',
          'setup.toml',
        ]
          .map((path) => ({ path, size: 100, git: 'tracked' as const }))
          .concat([{ path: 'roles/cache.nix', size: 100, git: 'untracked' as never }]),
        truncated: false,
      }),
      read: async () => ({ text: fakeText, revision: 'fake' }),
      write: isFake,
      format: async ({ text }) => ({ text, formatter: null }),
      folders: async ({ prefix }) => ({
        resolved: prefix.replace(/^~/, '/home/ada'),
        folders: [
          { path: fakeProject.directory, isProject: true },
          { path: '/home/ada/nxc/notes', isProject: false },
        ],
      }),
    },
    settings: {
      read: async () => settings,
      write: async ({ changes }) => {
        settings = { ...settings, settings: userSettings.parse({ ...settings.settings, ...changes }) };
        return settings;
      },
      setAside: isFake,
      changed: silent,
    },
    recents: {
      list: async () => remembered,
      remember: async () => remembered,
      forget: async ({ directory }) => {
        remembered = remembered.filter((project) => project.directory !== directory);
        return remembered;
      },
    },
  };
}

export function createFakeEngine(options: FakeOptions = {}): FakeEngine {
  const handlers = createFakeHandlers(options);
  const channels = new Set<Channel>();
  return {
    handlers,
    openChannel: async () => {
      const [window, engine] = channelPair();
      serve(contract, handlers, engine);
      channels.add(engine);
      return window;
    },
    breakConnections() {
      for (const channel of channels) channel.close();
      channels.clear();
    },
  };
}

function checks(machine: 'ready' | 'lacking'): Check[] {
  const isReady = machine === 'ready';
  return [
    {
      id: 'nix',
      title: 'Nix',
      state: isReady ? 'passed' : 'warning',
      description: isReady ? 'Version 2.8.0, flakes are on.' : 'Version 2.8.0 is there, but flakes are off.',
      fixes: isReady
        ? []
        : [
            {
              description: 'Turn flakes on for your user.',
              command: 'echo "experimental-features = nix-command flakes" >> ~/.config/nix/nix.conf',
              needsRoot: false,
            },
          ],
      documentation: null,
      neededBy: [],
    },
    {
      id: 'docker',
      title: 'Docker',
      state: isReady ? 'passed' : 'failed',
      description: isReady
        ? 'Version 20.10.24 answers.'
        : 'No Docker daemon answers at /var/run/docker.sock.',
      fixes: isReady
        ? []
        : [
            {
              description: 'Start the daemon that is installed.',
              command: 'sudo systemctl start docker',
              needsRoot: true,
            },
            { description: 'Or install it.', command: 'sudo apt install docker.io', needsRoot: true },
          ],
      documentation: 'docs/user-guide.md#docker',
      neededBy: ['docker'],
    },
    {
      id: 'git',
      title: 'git',
      state: 'passed',
      description: 'Version 2.39.5.',
      fixes: [],
      documentation: null,
      neededBy: [],
    },
    {
      id: 'disk',
      title: 'Space on the disk',
      state: 'passed',
      description: '41 GB are free in /nix.',
      fixes: [],
      documentation: null,
      neededBy: [],
    },
  ];
}
