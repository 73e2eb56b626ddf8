/** What a machine's folder holds. */

export const channelCount = 4;
export const terminalCount = 8;

/** Named ports of the machine, and the sockets that lead to them. */
export const ports: readonly { readonly socket: string; readonly port: string }[] = [
  { socket: 'control', port: 'nxc.control' },
  ...Array.from({ length: channelCount }, (_, index) => [
    { socket: `channel${index}`, port: `nxc.channel.${index}` },
    { socket: `error${index}`, port: `nxc.error.${index}` },
  ]).flat(),
];

export const terminals: readonly string[] = Array.from(
  { length: terminalCount },
  (_, index) => `terminal${index}`,
);

export const machineFiles = {
  /** Written by QEMU itself, and removed by it when it ends in good order. */
  pid: 'pid',
  qmp: 'qmp',
  control: 'control',
  console: 'console',
  consoleLog: 'console.log',
  qemuLog: 'qemu.log',
  identity: 'identity',
  /** Its machine has been told who it is, or boots by itself. */
  identified: 'identified',
  /** Its services are up. */
  ready: 'ready',
  /** The cable of the nodes' network is pulled. */
  cut: 'cut',
  /** It was ended on purpose. */
  crashed: 'crashed',
} as const;

/** The longest name of a socket: what must fit, together with its folder, into an address. */
export const longestSocketName = Math.max(
  ...[...ports.map(({ socket }) => socket), ...terminals].map((name) => name.length),
);

/** Bytes of a socket's address, without the zero at its end. */
export const maximumSocketPath = 107;
