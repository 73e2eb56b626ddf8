/** What a machine is told of itself: shell assignments on a small disk, which it reads whenever it boots. */
import { open } from 'node:fs/promises';
import { AppError, toAppError } from '#shared/errors.ts';

export interface Identity {
  readonly hostName: string;
  readonly role: string;
  readonly composition: string;
  readonly id: number;
  /** In the nodes' network. */
  readonly address: string;
  readonly macAddress: string;
  readonly managementMacAddress: string;
  /** 32 hexadecimal digits. */
  readonly machineId: string;
  /** 64 hexadecimal digits of randomness. */
  readonly seed: string;
  readonly hosts: readonly { readonly address: string; readonly name: string }[];
  /** The deployment's file, as JSON. */
  readonly deployment: string;
  /** As in `~/.ssh/authorized_keys`; may be empty. */
  readonly authorizedKeys: string;
  /** An ed25519 private key as OpenSSH writes it; may be empty. */
  readonly hostKey: string;
}

/** The disk's size. A template's and its nodes' must be equal; a thousand nodes fit in. */
export const identityBytes = 1024 * 1024;

/** In the place of an identity: has the system wait, just before it would ask who it is, to be told to go on. */
export const waitingIdentity = 'NXC_WAIT=1\nreturn 0\n';

/**
 * Writes the disk, whose file stays the same one: a machine that runs has it open, and finds the new identity at its
 * next boot.
 *
 * @throws AppError `bad-input` if there is too much to be told, `disk-full`
 */
export async function writeIdentity(path: string, text: string): Promise<void> {
  if (Buffer.byteLength(text) > identityBytes) {
    throw new AppError(
      'bad-input',
      `What the machines are told of each other takes more than ${identityBytes} bytes.`,
      {
        hint: 'Lower the counts of the roles.',
      },
    );
  }
  try {
    // It holds keys.
    const file = await open(path, 'a', 0o600).then(async (created) => {
      await created.close();
      return open(path, 'r+');
    });
    try {
      await file.write(text, 0);
      await file.truncate(identityBytes);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw toAppError(error);
  }
}

/** What the disk of a node says. Pure. */
export function identityText(identity: Identity): string {
  const values: Readonly<Record<string, string>> = {
    NXC_HOSTNAME: identity.hostName,
    NXC_ROLE: identity.role,
    NXC_COMPOSITION: identity.composition,
    NXC_VM_ID: String(identity.id),
    NXC_ADDRESS: identity.address,
    NXC_MAC: identity.macAddress,
    NXC_MANAGEMENT_MAC: identity.managementMacAddress,
    NXC_MACHINE_ID: identity.machineId,
    NXC_SEED: identity.seed,
    NXC_HOSTS: hostLines(identity.hosts),
    NXC_DEPLOYMENT: identity.deployment,
    NXC_AUTHORIZED_KEYS: identity.authorizedKeys,
    NXC_HOST_KEY: identity.hostKey,
  };
  const assignments = Object.entries(values).map(([name, value]) => `${name}=${singleQuoted(value)}\n`);
  // What is behind it is no text.
  return `${assignments.join('')}return 0\n`;
}

/** Lines as in `/etc/hosts`. */
export function hostLines(hosts: Identity['hosts']): string {
  return hosts.map(({ address, name }) => `${address} ${name}`).join('\n');
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
