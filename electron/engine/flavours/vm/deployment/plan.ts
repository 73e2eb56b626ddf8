/** What a start wants, node by node. Pure but for the randomness of identities. */
import { createHash } from 'node:crypto';
import type { MachineSizes } from '#shared/contract/deployments.ts';
import { AppError } from '#shared/errors.ts';
import type { PlannedNode } from '#shared/model/distribution.ts';
import { type MachineBuild, type RoleBuild, roleOf } from '../build.ts';
import type { Accelerator, Hardware } from '../machine/specification.ts';
import { addressOf, assertAddressable } from '../network/addresses.ts';

/** When neither build nor user says: enough for a small NixOS, with its store in memory for `vm-ramdisk`. */
const defaultMemoryMib = { image: 1024, shared: 1024, ramdisk: 2048 } as const;

/** A port of a node to publish on this machine. */
export interface WantedPort {
  /** `null` takes any that is free. */
  readonly hostPort: number | null;
  readonly nodePort: number;
}

export interface WantedNode {
  readonly name: string;
  readonly role: string;
  readonly build: RoleBuild;
  readonly id: number;
  readonly address: string;
  readonly hardware: Hardware;
  readonly ports: readonly WantedPort[];
  /** Changes with everything that a running machine cannot be given later. */
  readonly hash: string;
}

/** @throws AppError `bad-input` for unknown roles and nodes, too many nodes, or ports that are none */
export function planMachines(
  build: MachineBuild,
  composition: string,
  nodes: readonly PlannedNode[],
  accelerator: Accelerator,
  sizes: MachineSizes = { roles: {}, nodes: {} },
): WantedNode[] {
  assertAddressable(nodes.length);
  assertKnown(sizes, nodes);
  const seenRoles = new Set<string>();
  return nodes.map(({ name, role }, index) => {
    const roleBuild = roleOf(build, composition, role);
    const hardware = hardwareOf(build, roleBuild, role, accelerator, {
      ...sizes.all,
      ...sizes.roles[role],
      ...sizes.nodes[name],
    });
    const isFirst = !seenRoles.has(role);
    seenRoles.add(role);
    const ports = roleBuild.ports.map((text) => parsePort(text, isFirst));
    const id = index + 1;
    return {
      name,
      role,
      build: roleBuild,
      id,
      address: addressOf(id),
      hardware,
      ports,
      hash: hashOf([name, String(id), roleBuild.init, JSON.stringify(hardware), JSON.stringify(ports)]),
    };
  });
}

/** The machine of a role, as its nodes and its template have it. */
export function hardwareOf(
  build: MachineBuild,
  { memoryMib, cores }: RoleBuild,
  role: string,
  accelerator: Accelerator,
  size: { readonly memoryMib?: number | undefined; readonly cores?: number | undefined } = {},
): Hardware {
  return {
    accelerator,
    kernel: build.kernel,
    initrd: build.initrd,
    store: build.store,
    memoryMib: size.memoryMib ?? memoryMib ?? defaultMemoryMib[build.store.layout],
    cores: size.cores ?? cores ?? 1,
    panicDevice: build.panicDevice,
    graphics: build.graphics,
    kernelParameters: build.kernelParameters,
    role,
  };
}

/** Why a node is booted and not restored; `null` if it can be restored. */
export function coldReason(build: RoleBuild, hardware: Hardware): string | null {
  if (build.coldReason !== null) return build.coldReason;
  if (hardware.store.layout === 'shared') {
    return `machines of the role “${hardware.role}” share this machine’s store, and such a machine cannot be saved`;
  }
  return null;
}

/** `80` or `8080:80`. Only one node can have a port of this machine; the others get any that is free. */
function parsePort(text: string, isFirstOfRole: boolean): WantedPort {
  const match = /^(?:(\d+):)?(\d+)(?:\/tcp)?$/.exec(text.trim());
  const [hostPort, nodePort] = [match?.[1], match?.[2]].map((part) =>
    part === undefined ? null : Number(part),
  );
  const isPort = (port: number | null | undefined) =>
    port !== null && port !== undefined && port >= 1 && port <= 65_535;
  if (!isPort(nodePort) || (hostPort !== null && !isPort(hostPort))) {
    throw new AppError('bad-input', `“${text}” is not a port of a machine that can be published.`, {
      hint: 'Write "8080:80" (this machine’s port, then the node’s) or "80".',
    });
  }
  return { hostPort: isFirstOfRole ? (hostPort ?? null) : null, nodePort: nodePort ?? 0 };
}

function assertKnown(sizes: MachineSizes, nodes: readonly PlannedNode[]): void {
  const roles = new Set(nodes.map(({ role }) => role));
  const names = new Set(nodes.map(({ name }) => name));
  const unknown =
    Object.keys(sizes.roles).find((role) => !roles.has(role)) ??
    Object.keys(sizes.nodes).find((node) => !names.has(node));
  if (unknown === undefined) return;
  throw new AppError(
    'bad-input',
    `Memory or cores are given for “${unknown}”, which is neither a role nor a node.`,
    {
      hint: `Roles: ${[...roles].join(', ')}. Nodes: ${[...names].join(', ')}.`,
    },
  );
}

function hashOf(facts: readonly string[]): string {
  return createHash('sha256').update(facts.join('\0')).digest('hex').slice(0, 16);
}
