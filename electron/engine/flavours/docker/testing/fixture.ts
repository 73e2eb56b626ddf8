/** A project with a build for docker, made by hand: for tests and measurements that need no Nix. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import { type PlannedNode, planNodes, type RoleDistribution } from '#shared/model/distribution.ts';

export const fixtureImage = 'nxc-fixture:latest';

/** Process 1 of a node: waits for its stop signal, and reaps what is left to it. */
const initScript = `#!/bin/sh
trap 'exit 0' INT TERM
echo "$NXC_HOST is up"
while :; do sleep 1000000 & wait $!; done
`;

const applets = (
  'sh ash cat chmod cp dd echo env false grep head hostname httpd id kill ln ls mkdir mktemp mv nc od ping printf ps ' +
  'pwd readlink rm seq setsid sha256sum sleep stat stty tail tar test touch tr true tty wc wget yes'
).split(' ');

/** Makes the image from the machine's static busybox; `docker` is given DOCKER_HOST if one is named. */
export function importFixtureImage(dockerHost?: string): void {
  const root = mkdtempSync(join(tmpdir(), 'nxc-image-'));
  for (const folder of ['bin', 'etc', 'root', 'tmp', 'nix/store', 'var']) {
    mkdirSync(join(root, folder), { recursive: true });
  }
  copyFileSync('/bin/busybox', join(root, 'bin/busybox'));
  for (const applet of applets) symlinkSync('busybox', join(root, 'bin', applet));
  writeFileSync(join(root, 'bin/idle-init'), initScript);
  chmodSync(join(root, 'bin/idle-init'), 0o755);
  writeFileSync(join(root, 'etc/passwd'), 'root:x:0:0::/root:/bin/sh\nguest:x:1000:1000::/tmp:/bin/sh\n');
  const archive = execFileSync('tar', ['-C', root, '--owner=0', '--group=0', '-c', '.'], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const host = dockerHost === undefined ? [] : ['--host', dockerHost];
  execFileSync('docker', [...host, 'import', '-', fixtureImage], { input: archive });
  rmSync(root, { recursive: true });
}

export interface FixtureOptions {
  readonly roles?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly distribution?: RoleDistribution;
  readonly composition?: string;
  /** Where the project goes; a new folder when left out. */
  readonly directory?: string;
}

export interface Fixture {
  readonly target: Target;
  readonly directory: string;
  readonly composeInfo: string;
  readonly nodes: readonly PlannedNode[];
  remove(): void;
}

/** Writes a project whose out-link leads to a compose-info with the given roles (services are merged into a default). */
export function makeFixture(options: FixtureOptions = {}): Fixture {
  const { roles = { server: {}, client: {} }, composition = 'composition', distribution = {} } = options;
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'nxc-project-'));
  const store = mkdtempSync(join(tmpdir(), 'nxc-store-'));
  const composeFile = join(store, 'docker-compose');
  const composeInfo = join(store, 'compose-info.json');
  const testScript = join(store, 'test-script');
  const services = Object.fromEntries(
    Object.entries(roles).map(([role, overrides]) => [role, { ...defaultService(role), ...overrides }]),
  );
  writeFileSync(
    composeFile,
    JSON.stringify({ services, version: '3.4', volumes: { 'nxc-shared': null }, 'x-nxc': {} }),
  );
  writeFileSync(testScript, 'start_all()\n');
  writeFileSync(
    composeInfo,
    JSON.stringify({
      image: join(store, 'image.tar'),
      roles: Object.keys(roles),
      'docker-compose-file': composeFile,
      test_script: testScript,
      flavour: 'docker',
      roles_distribution: distribution,
    }),
  );
  mkdirSync(join(directory, 'build'), { recursive: true });
  const outLink = join(directory, 'build', `${composition}::docker`);
  rmSync(outLink, { force: true });
  symlinkSync(composeInfo, outLink);
  return {
    target: { directory, composition, flavour: 'docker' },
    directory,
    composeInfo,
    nodes: planNodes(Object.keys(roles), distribution),
    remove() {
      rmSync(directory, { recursive: true, force: true });
      rmSync(store, { recursive: true, force: true });
    },
  };
}

function defaultService(role: string) {
  return {
    cap_add: ['SYS_ADMIN'],
    command: ['/bin/idle-init'],
    environment: { NIX_REMOTE: '', PATH: '/bin:/usr/bin:/run/current-system/sw/bin', container: 'docker' },
    hostname: role,
    image: fixtureImage,
    stop_signal: 'SIGINT',
    tmpfs: ['/run', '/tmp:exec,mode=777'],
    tty: true,
    volumes: ['/nix/store:/nix/store:ro', 'nxc-shared:/var/nxc/shared'],
    ports: [],
  };
}
