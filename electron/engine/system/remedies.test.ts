import { expect, test } from 'vitest';
import { diskFinding } from './checks/disk.ts';
import { parseNixVersion } from './checks/nix.ts';
import { familyOf, type Machine, parseOsRelease } from './machine.ts';
import { describeRemedy, installRemedies, planRepair, startDockerRemedy, type Tool } from './remedies.ts';

const debian: Machine = {
  family: 'debian',
  systemName: 'Debian',
  isRoot: true,
  userName: 'ada',
  hasSystemd: false,
  environment: {},
  stateDirectory: '/home/ada/.local/state/nxc',
  dataDirectory: '/home/ada/.local/share/nxc',
};

const tools: readonly Tool[] = ['nix', 'docker', 'busybox', 'git', 'tmux'];

function raise(): never {
  throw new Error('no remedy');
}

test.each([
  ['ID=debian\nVERSION_ID="12"', 'debian'],
  ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"', 'debian'],
  ['ID="fedora"', 'fedora'],
  ["ID='endeavouros'\nID_LIKE='arch'", 'arch'],
  ['ID=nixos', 'nixos'],
  ['ID=constructor', 'other'],
  ['', 'other'],
])('%j is of the family %s', (text, family) => {
  expect(familyOf(parseOsRelease(text))).toBe(family);
});

test('packages are installed in one go, after one refresh, and each only once', () => {
  const remedies = [...tools, 'git' as const].flatMap((tool) => installRemedies(debian, tool));
  expect(planRepair(debian, remedies).map(({ command }) => command)).toEqual([
    'env DEBIAN_FRONTEND=noninteractive apt-get update',
    'env DEBIAN_FRONTEND=noninteractive apt-get install -y nix-bin docker.io busybox-static git tmux',
  ]);
});

test('of QEMU nothing is installed beside it, in a run of its own', () => {
  const remedies = [...installRemedies(debian, 'git'), ...installRemedies(debian, 'qemu')];
  expect(planRepair(debian, remedies).map(({ command }) => command)).toEqual([
    'env DEBIAN_FRONTEND=noninteractive apt-get update',
    'env DEBIAN_FRONTEND=noninteractive apt-get install -y git',
    'env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends qemu-system-x86',
  ]);
  expect(describeRemedy(debian, remedies[1] ?? raise()).command).toBe(
    'apt-get install -y --no-install-recommends qemu-system-x86',
  );
});

test('services are started after packages, and only administrators’ commands go through sudo', () => {
  const machine = { ...debian, isRoot: false, hasSystemd: true };
  const remedies = [startDockerRemedy(machine, '/usr/sbin/dockerd'), ...installRemedies(machine, 'git')];
  expect(planRepair(machine, remedies).map(({ command }) => command)).toEqual([
    'sudo env DEBIAN_FRONTEND=noninteractive apt-get update',
    'sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y git',
    'sudo systemctl start docker',
  ]);
  const mac = { ...machine, family: 'macos' as const };
  expect(planRepair(mac, installRemedies(mac, 'tmux')).map(({ command }) => command)).toEqual([
    'brew install tmux',
  ]);
});

test('without a service manager the daemon is started by hand with its log in the state folder', () => {
  const { command } = describeRemedy(debian, startDockerRemedy(debian, '/usr/sbin/dockerd'));
  expect(command).toBe(
    `sh -c 'setsid "$0" >"$1" 2>&1 </dev/null &' /usr/sbin/dockerd /home/ada/.local/state/nxc/dockerd.log`,
  );
});

test('the command shown for a package is the plain one that people type', () => {
  const [remedy] = installRemedies(debian, 'nix');
  expect(remedy && describeRemedy(debian, remedy)).toEqual({
    description: 'Install the package nix-bin',
    command: 'apt-get install -y nix-bin',
    needsRoot: true,
  });
});

test('a system that we know no package for gets no invented command', () => {
  expect(tools.flatMap((tool) => installRemedies({ ...debian, family: 'other' }, tool))).toEqual([]);
});

test.each([
  ['nix (Nix) 2.8.0', { text: '2.8.0', major: 2, minor: 8 }],
  ['nix (Lix, like Nix) 2.91.1', { text: '2.91.1', major: 2, minor: 91 }],
  ['nix (Nix) 2.25.0pre20240910_b9d3cdf', { text: '2.25.0pre20240910_b9d3cdf', major: 2, minor: 25 }],
  ['nix (Determinate Nix 3.4.2) 2.28.3', { text: '2.28.3', major: 2, minor: 28 }],
  ['something else', null],
])('%s is understood', (output, version) => {
  expect(parseNixVersion(output)).toEqual(version);
});

test.each([
  [100, 'passed'],
  [3, 'warning'],
  [0.2, 'failed'],
])('with %d GiB in the fullest place the disk check has %s', (free, state) => {
  const gibibyte = 1024 ** 3;
  const places = [
    { path: '/a', freeBytes: 500 * gibibyte },
    { path: '/b', freeBytes: free * gibibyte },
  ];
  expect(diskFinding(places).state).toBe(state);
});
