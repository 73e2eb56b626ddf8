/** What can be done about a failed check, on each system. Data first: a remedy is shown, merged with others, or run. */
import { join } from 'node:path';
import type { Fix } from '#shared/contract/system.ts';
import { resource } from '../platform/resources.ts';
import type { Machine, SystemFamily } from './machine.ts';

/** What a system's packages can bring. */
export type Tool = 'nix' | 'docker' | 'busybox' | 'git' | 'tmux' | 'qemu' | 'bubblewrap';

export type Remedy =
  /** Several of these become one run of the package manager. */
  | { readonly type: 'package'; readonly tool: Tool; readonly package: string }
  | {
      readonly type: 'command';
      readonly description: string;
      readonly argv: readonly [string, ...string[]];
      readonly needsRoot: boolean;
      /** For a command that returns before its effect is there. */
      readonly until?: 'docker-answers';
    };

const packages: Readonly<Record<SystemFamily, Readonly<Partial<Record<Tool, string>>>>> = {
  debian: {
    nix: 'nix-bin',
    docker: 'docker.io',
    busybox: 'busybox-static',
    git: 'git',
    tmux: 'tmux',
    qemu: 'qemu-system-x86',
    bubblewrap: 'bubblewrap',
  },
  fedora: {
    docker: 'moby-engine',
    busybox: 'busybox',
    git: 'git',
    tmux: 'tmux',
    qemu: 'qemu-system-x86-core',
    bubblewrap: 'bubblewrap',
  },
  arch: {
    nix: 'nix',
    docker: 'docker',
    busybox: 'busybox',
    git: 'git',
    tmux: 'tmux',
    qemu: 'qemu-system-x86',
    bubblewrap: 'bubblewrap',
  },
  nixos: { git: 'nixpkgs#git', tmux: 'nixpkgs#tmux', qemu: 'nixpkgs#qemu', bubblewrap: 'nixpkgs#bubblewrap' },
  macos: { git: 'git', tmux: 'tmux', qemu: 'qemu' },
  other: {},
};

interface PackageManager {
  readonly install: readonly [string, ...string[]];
  /** Run once before, when there is anything to install. */
  readonly refresh?: readonly [string, ...string[]];
  readonly needsRoot: boolean;
}

const unattended = ['env', 'DEBIAN_FRONTEND=noninteractive'] as const;

const packageManagers: Readonly<Record<SystemFamily, PackageManager | null>> = {
  debian: {
    install: [...unattended, 'apt-get', 'install', '-y'],
    refresh: [...unattended, 'apt-get', 'update'],
    needsRoot: true,
  },
  fedora: { install: ['dnf', 'install', '-y'], needsRoot: true },
  arch: { install: ['pacman', '-S', '--noconfirm', '--needed'], needsRoot: true },
  nixos: { install: ['nix', 'profile', 'install'], needsRoot: false },
  macos: { install: ['brew', 'install'], needsRoot: false },
  other: null,
};

/** What Debian recommends with these is ten times their size, and for other uses: windows and firmware for QEMU. */
const installedAlone: ReadonlySet<string> = new Set(['qemu-system-x86']);

/** Installs packages together; on Debian those that are installed alone are a second run. */
function installRuns(family: SystemFamily, names: readonly string[]): (readonly string[])[] {
  const install = packageManagers[family]?.install ?? [];
  if (family !== 'debian') return names.length === 0 ? [] : [[...install, ...names]];
  const alone = names.filter((name) => installedAlone.has(name));
  const others = names.filter((name) => !installedAlone.has(name));
  return [
    ...(others.length === 0 ? [] : [[...install, ...others]]),
    ...(alone.length === 0 ? [] : [[...install, '--no-install-recommends', ...alone]]),
  ];
}

/** The remedy that installs a tool here; none where we know of no package. */
export function installRemedies(machine: Machine, tool: Tool): Remedy[] {
  const name = packages[machine.family][tool];
  return name === undefined ? [] : [{ type: 'package', tool, package: name }];
}

/** Fetches a kernel into a folder of this user's; nothing is installed. None where we know of no small one. */
export function fetchKernelRemedies(machine: Machine, folder: string): Remedy[] {
  if (machine.family !== 'debian' || process.arch !== 'x64') return [];
  return [
    {
      type: 'command',
      description: 'Fetch the distribution’s small kernel for virtual machines; nothing is installed',
      argv: ['sh', resource('kernel', 'fetch-debian.sh'), folder],
      needsRoot: false,
    },
  ];
}

/** Where a Docker daemon writes that no service manager looks after. */
export function daemonLogFile(machine: Machine): string {
  return join(machine.stateDirectory, 'dockerd.log');
}

/** Starts the Docker daemon in the way of this machine. Returns before the daemon answers. */
export function startDockerRemedy(machine: Machine, dockerd: string): Remedy {
  const common = { type: 'command', needsRoot: true, until: 'docker-answers' } as const;
  if (machine.hasSystemd) {
    return { ...common, description: 'Start the Docker daemon', argv: ['systemctl', 'start', 'docker'] };
  }
  return {
    ...common,
    description: 'Start the Docker daemon by hand: no service manager runs here',
    argv: ['sh', '-c', 'setsid "$0" >"$1" 2>&1 </dev/null &', dockerd, daemonLogFile(machine)],
  };
}

/** The remedy as the user sees it, with the exact command to copy. */
export function describeRemedy(machine: Machine, remedy: Remedy): Fix {
  if (remedy.type === 'command') {
    const { description, needsRoot, argv } = remedy;
    return { description, needsRoot, command: showCommand(machine, argv, needsRoot) };
  }
  const manager = packageManagers[machine.family];
  const [run = []] = installRuns(machine.family, [remedy.package]);
  const argv = run.filter((word) => !isUnattended(word));
  return {
    description: `Install the package ${remedy.package}`,
    needsRoot: manager?.needsRoot ?? true,
    command: showCommand(machine, argv, manager?.needsRoot ?? true),
  };
}

export interface RepairStep {
  readonly title: string;
  /** With `sudo` where it is needed. */
  readonly argv: readonly string[];
  /** The same as a line to copy. */
  readonly command: string;
  /** A step that may fail without the next ones being pointless, e.g. refreshing lists while offline. */
  readonly mayFail: boolean;
  readonly until: 'docker-answers' | null;
}

/** The steps for several remedies: packages together and first, then commands, each only once. */
export function planRepair(machine: Machine, remedies: readonly Remedy[]): RepairStep[] {
  const names = [...new Set(remedies.flatMap((remedy) => (remedy.type === 'package' ? remedy.package : [])))];
  const manager = packageManagers[machine.family];
  const steps: RepairStep[] = [];
  if (manager !== null && names.length > 0) {
    if (manager.refresh !== undefined) {
      steps.push(step(machine, 'Refreshing the list of packages', manager.refresh, manager.needsRoot, true));
    }
    for (const argv of installRuns(machine.family, names)) {
      const packages = argv.filter((word) => names.includes(word));
      steps.push(step(machine, `Installing ${packages.join(', ')}`, argv, manager.needsRoot));
    }
  }
  for (const remedy of remedies) {
    if (remedy.type !== 'command') continue;
    const next = step(machine, remedy.description, remedy.argv, remedy.needsRoot, false, remedy.until);
    if (!steps.some((other) => other.command === next.command)) steps.push(next);
  }
  return steps;
}

function step(
  machine: Machine,
  title: string,
  argv: readonly string[],
  needsRoot: boolean,
  mayFail = false,
  until: RepairStep['until'] = null,
): RepairStep {
  const full = needsRoot && !machine.isRoot ? ['sudo', ...argv] : [...argv];
  return { title, argv: full, command: quote(full), mayFail, until: until ?? null };
}

function showCommand(machine: Machine, argv: readonly string[], needsRoot: boolean): string {
  return quote(needsRoot && !machine.isRoot ? ['sudo', ...argv] : argv);
}

function isUnattended(word: string): boolean {
  return (unattended as readonly string[]).includes(word);
}

/** A command line that a shell reads back as the same words. */
function quote(argv: readonly string[]): string {
  return argv
    .map((word) => (/^[\w@%+=:,./#-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}
