/** Published ports of a compose file: its short and long notations, and who gets a fixed one. */
import { AppError } from '#shared/errors.ts';
import type { Service } from './composeInfo.ts';

export interface PublishedPort {
  /** Address of this machine to listen at; empty for all. */
  readonly address: string;
  /** `null` lets Docker choose a free one. */
  readonly hostPort: number | null;
  readonly nodePort: number;
  readonly protocol: string;
}

/** Every port that one entry of `ports` publishes: a range publishes several. */
export function parsePort(entry: Service['ports'][number]): readonly PublishedPort[] {
  if (typeof entry === 'number') return parsePort(String(entry));
  if (typeof entry !== 'string') {
    const published = entry.published === undefined ? '' : `${entry.published}:`;
    const address = entry.host_ip === undefined ? '' : `${entry.host_ip}:`;
    return parsePort(
      `${published === '' ? '' : address}${published}${entry.target}/${entry.protocol ?? 'tcp'}`,
    );
  }
  const match =
    /^(?:(?:(?<address>[\d.]+|\[[0-9a-f:]+\]):)?(?<host>\d+(?:-\d+)?)?:)?(?<node>\d+(?:-\d+)?)(?:\/(?<protocol>tcp|udp|sctp))?$/i.exec(
      entry.trim(),
    );
  const groups = match?.groups;
  const nodePorts = range(groups?.node);
  const hostPorts = range(groups?.host);
  const givesHost = groups?.host !== undefined;
  if (nodePorts.length === 0 || (givesHost && hostPorts.length !== nodePorts.length)) {
    throw new AppError('bad-input', `“${entry}” is not a port that can be published.`, {
      hint: 'Write dockerPorts as "8080:80" (this machine’s port, then the node’s), "127.0.0.1:8080:80" or "80".',
    });
  }
  return nodePorts.map((nodePort, index) => ({
    address: (groups?.address ?? '').replace(/^\[|\]$/g, ''),
    hostPort: hostPorts[index] ?? null,
    nodePort,
    protocol: (groups?.protocol ?? 'tcp').toLowerCase(),
  }));
}

/** In Compose's short notation. */
export function formatPort(port: PublishedPort): string {
  const address = port.address.includes(':') ? `[${port.address}]` : port.address;
  const host = port.hostPort === null ? '' : `${address === '' ? '' : `${address}:`}${port.hostPort}:`;
  return `${host}${port.nodePort}/${port.protocol}`;
}

/** Port numbers from 1 to 65535; nothing for what is none. */
function range(text: string | undefined): readonly number[] {
  if (text === undefined) return [];
  const [first = 0, last = first] = text.split('-').map(Number);
  if (first < 1 || last > 65535 || last < first) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/**
 * Only one node can have a port of this machine. The first node of a role gets it; its other nodes publish the same
 * port at whatever port is free.
 */
export function portsOfNode(
  ports: readonly PublishedPort[],
  isFirstOfRole: boolean,
): readonly PublishedPort[] {
  return isFirstOfRole ? ports : ports.map((port) => ({ ...port, hostPort: null }));
}

/** @throws AppError `bad-input` if two nodes of one deployment ask for one port of this machine */
export function assertDistinctHostPorts(
  nodes: readonly { readonly node: string; readonly ports: readonly PublishedPort[] }[],
): void {
  const nodeByPort = new Map<string, string>();
  for (const { node, ports } of nodes) {
    for (const { hostPort, protocol, address } of ports) {
      if (hostPort === null) continue;
      const key = `${address} ${hostPort}/${protocol}`;
      const other = nodeByPort.get(key);
      if (other !== undefined) {
        throw new AppError(
          'bad-input',
          `The nodes “${other}” and “${node}” both publish port ${hostPort} of this machine.`,
          {
            hint: 'Give one of their roles another host port in the composition’s dockerPorts.',
            details: { node },
          },
        );
      }
      nodeByPort.set(key, node);
    }
  }
}
