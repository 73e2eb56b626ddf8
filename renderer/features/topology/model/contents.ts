/** What is on one role: services, packages, ports and directories, each with who says so. */
import type { EvaluatedComposition } from '#shared/contract/compositions.ts';
import type { PackageOutline, RoleOutline, ServiceOutline } from '#shared/nixLanguage/composition/outline.ts';
import { compare, sameMembers } from './certainty.ts';
import type {
  TopologyDirectory,
  TopologyPackage,
  TopologyPort,
  TopologyRole,
  TopologyService,
} from './topology.ts';

type EvaluatedRole = EvaluatedComposition['roles'][string];

export interface RoleSources {
  /** What the text says now. */
  readonly written: RoleOutline | null;
  /** What the text said that Nix evaluated. */
  readonly earlier: RoleOutline | null;
  readonly evaluated: EvaluatedRole | null;
  /** Whether Nix lists every service. Of a NixOS system it lists those that it knows. */
  readonly listsAllServices: boolean;
}

export type RoleContents = Pick<TopologyRole, 'services' | 'packages' | 'openPorts' | 'sharedDirectories'>;

/** Compares what the text and Nix say of a role. */
export function roleContents(sources: RoleSources): RoleContents {
  const services = roleServices(sources);
  return {
    services,
    packages: rolePackages(sources),
    openPorts: roleOpenPorts(sources, services),
    sharedDirectories: roleDirectories(sources),
  };
}

const isOn = ({ enabled }: ServiceOutline): boolean => enabled !== false;
const portsOf = ({ ports }: ServiceOutline): number[] => ports.map(({ port }) => port);

function roleServices({ written, earlier, evaluated, listsAllServices }: RoleSources): TopologyService[] {
  const compared = compare({
    written: written?.services.filter(isOn) ?? [],
    earlier: earlier?.services.filter(isOn) ?? [],
    evaluated: evaluated?.services ?? null,
    writtenKey: ({ name }) => name,
    evaluatedKey: ({ name }) => name,
    // Ports that the text does not say are no contradiction.
    agree: (service, { ports }) => service.ports.length === 0 || sameMembers(portsOf(service), ports),
    isUnlisted: ({ option }) => !listsAllServices || option === 'systemd.services',
    isUnchanged: (now, was) => sameMembers(portsOf(now), portsOf(was)),
  });
  return compared.map(({ written: service, evaluated: known, certainty, range }) => ({
    name: service?.name ?? known?.name ?? '',
    // While they differ, the picture follows the text: it is what the user is looking at.
    ports: service === null || service.ports.length === 0 ? (known?.ports ?? []) : portsOf(service),
    certainty,
    range,
  }));
}

/** Nix names packages by themselves (`requests`), the text by where they are (`python3Packages.requests`). */
const packageKey = (name: string): string => name.split('.').at(-1) ?? name;

function rolePackages({ written, earlier, evaluated }: RoleSources): TopologyPackage[] {
  const named = (all: readonly PackageOutline[]) => all.filter(({ computed }) => !computed);
  const renamed = renamedPackages(earlier?.packages ?? [], evaluated?.packages ?? []);
  const compared = compare({
    // An expression has no name to show: what it comes to is among what Nix lists.
    written: named(written?.packages ?? []),
    earlier: named(earlier?.packages ?? []),
    evaluated: evaluated?.packages.filter((name) => !renamed.has(name)) ?? null,
    writtenKey: ({ name }) => packageKey(name),
    evaluatedKey: packageKey,
    isUnlisted: () => true,
  });
  return compared.map(({ written: item, evaluated: known, certainty, range }) => ({
    name: item?.name ?? known ?? '',
    certainty,
    range,
  }));
}

/** Packages that Nix calls otherwise than the text does (`nodejs` for `nodejs_24`): they would be there twice. */
function renamedPackages(
  earlier: readonly PackageOutline[],
  evaluated: readonly string[],
): ReadonlySet<string> {
  if (earlier.length !== evaluated.length || earlier.some(({ computed }) => computed)) return new Set();
  const written = new Set(earlier.map(({ name }) => packageKey(name)));
  return new Set(evaluated.filter((name) => !written.has(packageKey(name))));
}

function roleOpenPorts(
  { written, earlier, evaluated }: RoleSources,
  services: readonly TopologyService[],
): TopologyPort[] {
  const ofServices = new Set(services.flatMap(({ ports }) => ports));
  const compared = compare({
    written: (written?.openPorts ?? []).filter(({ port }) => !ofServices.has(port)),
    earlier: earlier?.openPorts ?? [],
    evaluated: evaluated?.openPorts.filter((port) => !ofServices.has(port)) ?? null,
    writtenKey: ({ port }) => String(port),
    evaluatedKey: String,
    // Nix lists TCP ports only.
    isUnlisted: ({ protocol }) => protocol === 'udp',
  });
  return compared.map(({ written: item, evaluated: known, certainty, range }) => ({
    port: item?.port ?? known ?? 0,
    certainty,
    range,
  }));
}

function roleDirectories({ written, earlier, evaluated }: RoleSources): TopologyDirectory[] {
  const compared = compare({
    written: written?.sharedDirectories ?? [],
    earlier: earlier?.sharedDirectories ?? [],
    evaluated: evaluated?.sharedDirectories ?? null,
    writtenKey: ({ path }) => path,
    evaluatedKey: (path) => path,
    isUnlisted: () => true,
    isUnchanged: (now, was) => now.server === was.server,
  });
  return compared.map(({ written: item, evaluated: known, certainty, range }) => ({
    path: item?.path ?? known ?? '',
    server: item?.server ?? null,
    certainty,
    range,
  }));
}
