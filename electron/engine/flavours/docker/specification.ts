/** From a build and its planned nodes to what Docker is asked to create. Pure. */
import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import type { MountSettings } from 'dockerode';
import type { Target } from '#shared/contract/common.ts';
import { AppError } from '#shared/errors.ts';
import type { PlannedNode } from '#shared/model/distribution.ts';
import type { ContainerBody } from './api/types.ts';
import { type DockerBuild, ignoredKeys, type Service } from './composeInfo.ts';
import {
  containerName,
  type DeploymentFiles,
  deploymentFiles,
  deploymentLabels,
  label,
  networkName,
  projectName,
  volumeName,
} from './identity.ts';
import { assertDistinctHostPorts, type PublishedPort, parsePort, portsOfNode } from './ports.ts';
import { type Mount, parseVolume } from './volumes.ts';

export interface NodeSpecification extends PlannedNode {
  readonly containerName: string;
  readonly ports: readonly PublishedPort[];
  /** Changes whenever the container must be another one. */
  readonly hash: string;
  readonly body: ContainerBody;
}

export interface DeploymentSpecification {
  readonly target: Target;
  readonly project: string;
  readonly files: DeploymentFiles;
  readonly build: DockerBuild;
  readonly nodes: readonly NodeSpecification[];
  /** Volumes to create: full name and the name in the compose file. */
  readonly volumes: readonly { readonly name: string; readonly key: string }[];
  /** What the user should know before it starts. */
  readonly warnings: readonly string[];
}

/**
 * @throws AppError `bad-input` for ports that cannot be published
 */
export function specifyDeployment(
  target: Target,
  build: DockerBuild,
  plannedNodes: readonly PlannedNode[],
): DeploymentSpecification {
  const project = projectName(target);
  const files = deploymentFiles(target);
  const warnings: string[] = [];
  const volumeNames = createVolumeNames(project, build);
  const seenRoles = new Set<string>();

  const nodes = plannedNodes.map((planned): NodeSpecification => {
    const service = serviceOf(build, planned.role);
    const isFirstOfRole = !seenRoles.has(planned.role);
    seenRoles.add(planned.role);
    const declaredPorts = service.ports.flatMap(parsePort);
    if (isFirstOfRole) {
      for (const key of ignoredKeys(service)) {
        warnings.push(
          `The role “${planned.role}” sets “${key}” in its compose service, which has no effect.`,
        );
      }
    } else if (declaredPorts.some(({ hostPort }) => hostPort !== null)) {
      warnings.push(
        `Only the first node of the role “${planned.role}” gets its fixed port; “${planned.name}” publishes at a free one.`,
      );
    }
    const ports = portsOfNode(declaredPorts, isFirstOfRole);
    const body = containerBody({ target, project, files, build, service, planned, ports, volumeNames });
    const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const labels = { ...body.Labels, [label.configHash]: hash, [label.composeInfo]: build.path };
    return {
      ...planned,
      containerName: containerName(project, planned.name),
      ports,
      hash,
      body: { ...body, Labels: labels },
    };
  });

  assertDistinctHostPorts(nodes.map(({ name, ports }) => ({ node: name, ports })));
  return { target, project, files, build, nodes, volumes: volumeNames.toCreate(), warnings };
}

/** @throws AppError `bad-input` if the build has no such role */
export function serviceOf(build: DockerBuild, role: string): Service {
  const service = build.composeFile.services[role];
  if (service === undefined) {
    throw new AppError('bad-input', `The build ${build.path} has no role “${role}”.`, {
      hint: `Its roles are: ${build.composeInfo.roles.join(', ')}.`,
    });
  }
  return service;
}

interface VolumeNames {
  /** The volume's name in Docker. */
  resolve(key: string): string;
  toCreate(): { name: string; key: string }[];
}

function createVolumeNames(project: string, build: DockerBuild): VolumeNames {
  const used = new Map<string, string>();
  const declared = build.composeFile.volumes ?? {};
  return {
    resolve(key) {
      const declaration = declared[key];
      const name = declaration?.name ?? (declaration?.external ? key : volumeName(project, key));
      if (!declaration?.external) used.set(key, name);
      return name;
    },
    toCreate: () => [...used].map(([key, name]) => ({ key, name })),
  };
}

interface BodyInput {
  readonly target: Target;
  readonly project: string;
  readonly files: DeploymentFiles;
  readonly build: DockerBuild;
  readonly service: Service;
  readonly planned: PlannedNode;
  readonly ports: readonly PublishedPort[];
  readonly volumeNames: VolumeNames;
}

function containerBody(input: BodyInput): ContainerBody {
  const { target, project, files, build, service, planned, ports, volumeNames } = input;
  const baseDirectory = dirname(build.composeInfo['docker-compose-file']);
  const mounts = service.volumes.map((entry) => parseVolume(entry, baseDirectory));
  const network = networkName(project);
  return {
    Image: service.image,
    Hostname: planned.name,
    Tty: service.tty,
    Env: environment(service, planned),
    ...(service.command ? { Cmd: service.command } : {}),
    ...(service.entrypoint ? { Entrypoint: service.entrypoint } : {}),
    ...(service.user ? { User: service.user } : {}),
    ...(service.working_dir ? { WorkingDir: service.working_dir } : {}),
    ...(service.stop_signal ? { StopSignal: service.stop_signal } : {}),
    Labels: {
      ...deploymentLabels(target, project),
      [label.service]: planned.name,
      [label.containerNumber]: '1',
      [label.oneOff]: 'False',
      [label.configFiles]: files.composeFile,
      [label.workingDirectory]: files.artifactDirectory,
      [label.role]: planned.role,
      [label.node]: planned.name,
    },
    ExposedPorts: Object.fromEntries(ports.map((port) => [`${port.nodePort}/${port.protocol}`, {}])),
    HostConfig: {
      NetworkMode: network,
      Binds: mounts.flatMap((mount) => bind(mount, volumeNames)),
      Mounts: [
        ...mounts.flatMap(unbound),
        // Not among the binds: their notation cannot have a colon in a path.
        { Type: 'bind', Source: files.nodeDeployment, Target: '/etc/nxc/deployment.json', ReadOnly: true },
      ],
      Tmpfs: Object.fromEntries(service.tmpfs.map(parseTmpfs)),
      PortBindings: portBindings(ports),
      CapAdd: service.cap_add,
      CapDrop: service.cap_drop,
      Privileged: service.privileged,
      SecurityOpt: service.security_opt,
      ExtraHosts: keyValues(service.extra_hosts).map(([host, address]) => `${host}:${address}`),
      Devices: service.devices.map(parseDevice),
      ...(mounts.some(isControlGroups) ? { CgroupnsMode: 'host' } : {}),
    },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [planned.name] } } },
  };
}

function environment(service: Service, planned: PlannedNode): string[] {
  const variables = new Map(keyValues(service.environment));
  variables.set('NXC_ROLE', planned.role);
  variables.set('NXC_HOST', planned.name);
  return [...variables].map(([name, value]) => `${name}=${value}`);
}

/** Pairs of a mapping or of a list of `key=value`, in order. */
export function keyValues(pairs: Service['environment']): readonly [string, string][] {
  if (pairs === null || pairs === undefined) return [];
  if (!Array.isArray(pairs)) return Object.entries(pairs).map(([key, value]) => [key, String(value ?? '')]);
  return pairs.map((pair) => {
    const separator = pair.search(/[=:]/);
    return separator < 0 ? [pair, ''] : [pair.slice(0, separator), pair.slice(separator + 1)];
  });
}

function bind(mount: Mount, volumeNames: VolumeNames): readonly string[] {
  if (mount.kind === 'bind') {
    return mount.makesSource ? [`${mount.source}:${mount.target}:${mount.options}`] : [];
  }
  if (mount.kind === 'tmpfs' || mount.volume === '') return [];
  return [`${volumeNames.resolve(mount.volume)}:${mount.target}:${mount.options}`];
}

/** Mounts that the notation of binds cannot say: anonymous volumes, memory, and sources that must exist. */
function unbound(mount: Mount): readonly MountSettings[] {
  if (mount.kind === 'tmpfs') return [{ Type: 'tmpfs', Source: '', Target: mount.target }];
  if (mount.kind === 'bind') {
    const { source, target, options, makesSource } = mount;
    return makesSource ? [] : [{ Type: 'bind', Source: source, Target: target, ReadOnly: options === 'ro' }];
  }
  return mount.volume === '' ? [{ Type: 'volume', Source: '', Target: mount.target }] : [];
}

function parseTmpfs(entry: string): [string, string] {
  const separator = entry.indexOf(':');
  return separator < 0 ? [entry, ''] : [entry.slice(0, separator), entry.slice(separator + 1)];
}

/**
 * A node that is given the host's control groups must see them from the root, or systemd cannot make its own below.
 * With cgroup v1 that is Docker's default, with v2 it is not.
 */
function isControlGroups(mount: Mount): boolean {
  return mount.kind === 'bind' && mount.source === '/sys/fs/cgroup';
}

function parseDevice(entry: string) {
  const [host = '', container = host, permissions = 'rwm'] = entry.split(':');
  return { PathOnHost: host, PathInContainer: container, CgroupPermissions: permissions };
}

function portBindings(ports: readonly PublishedPort[]) {
  const bindings: Record<string, { HostIp: string; HostPort: string }[]> = {};
  for (const { address, hostPort, nodePort, protocol } of ports) {
    const key = `${nodePort}/${protocol}`;
    const binding = { HostIp: address, HostPort: hostPort === null ? '' : String(hostPort) };
    bindings[key] = [...(bindings[key] ?? []), binding];
  }
  return bindings;
}
