/** Addresses of the nodes. Pure. */
import { createHash } from 'node:crypto';
import { AppError } from '#shared/errors.ts';
import type { Lan } from '../machine/specification.ts';

/** The network is 192.168.1.0/24, as upstream's. */
const maximumMachines = 254;

/** @throws AppError `bad-input` if the network has no place for so many */
export function assertAddressable(count: number): void {
  if (count <= maximumMachines) return;
  throw new AppError(
    'bad-input',
    `${count} nodes do not fit into the network of the virtual machines, which has ${maximumMachines} addresses.`,
    { hint: 'Lower the counts of the roles.' },
  );
}

export function addressOf(id: number): string {
  return `192.168.1.${id}`;
}

/** Of the card in the nodes' network, and of the one that leads to this machine. Locally administered. */
export function macAddresses(id: number): { readonly lan: string; readonly management: string } {
  const number = id.toString(16).padStart(2, '0');
  return { lan: `52:54:00:12:01:${number}`, management: `52:54:00:12:00:${number}` };
}

/** Ports for the network that no usual program listens at. */
const firstPort = 20_000;
const portCount = 12_000;

/**
 * A multicast group and a port of a deployment's own. They are drawn from 2^24 groups and 12,000 ports by the
 * deployment's name and the moment, so that two deployments never meet.
 */
export function chooseLan(identifier: string, moment: number): Lan {
  const bytes = createHash('sha256').update(`${identifier} ${moment}`).digest();
  const [second = 0, third = 0, fourth = 0] = bytes;
  return {
    // 239.0.0.0/8 is for private use; a zero or 255 at the end is no good to some routers.
    group: `239.${second}.${third}.${1 + (fourth % 254)}`,
    port: firstPort + (bytes.readUInt16BE(4) % portCount),
  };
}
