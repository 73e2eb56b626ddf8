/** What a machine is told of itself once it runs: a file of shell assignments that QEMU hands to it. Pure. */

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

/**
 * How long the file may be that a template has in the place of an identity. A restored machine goes on with the length
 * that the template has seen: it reads so many bytes, and must find the end of its own before.
 */
export const placeholderBytes = 65_536;

/** Nothing, to a shell. */
export const placeholderFile = '\n'.repeat(placeholderBytes);

/** Whether a machine that is restored can read it. */
export function fitsPlaceholder(file: string): boolean {
  return Buffer.byteLength(file) < placeholderBytes;
}

export function identityFile(identity: Identity): string {
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
  // What a restored machine reads behind it is no text.
  return `${assignments.join('')}return 0\n`;
}

/** Lines as in `/etc/hosts`. */
export function hostLines(hosts: Identity['hosts']): string {
  return hosts.map(({ address, name }) => `${address} ${name}`).join('\n');
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
