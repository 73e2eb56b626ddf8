/** QEMU's command line for a machine. Pure. */
import { join } from 'node:path';
import { machineFiles, ports, terminals } from './sockets.ts';
import type { Accelerator, Hardware, MachineSpecification, MemoryPlace } from './specification.ts';

/** The descriptor that a template's state is read from. */
export const stateDescriptor = 3;

/** One model for all machines that emulate: a snapshot must find the processor that it was made on. */
const processors: Readonly<Record<Accelerator, string>> = { kvm: 'host', tcg: 'qemu64' };

/** Parameters for the program itself, which is not among them. */
export function commandLine(machine: MachineSpecification): string[] {
  const { hardware, folder } = machine;
  const file = (name: string) => quote(join(folder, name));
  return [
    ['-name', machine.kind === 'node' ? quote(machine.name) : 'template'],
    ['-machine', `pc,usb=off,vmport=off,smm=off,dump-guest-core=off${memoryOption(machine)}`],
    ['-accel', acceleratorOption(machine)],
    ['-cpu', processors[hardware.accelerator]],
    ['-smp', String(hardware.cores)],
    ['-m', `${hardware.memoryMib}M`],
    memoryBackend(machine),
    ['-nodefaults', '-no-user-config', '-display', 'none'],
    ['-action', 'panic=pause,reboot=reset,shutdown=poweroff'],
    ['-kernel', hardware.kernel, '-initrd', hardware.initrd, '-append', kernelParameters(machine)],
    [
      '-chardev',
      `socket,id=console,path=${file(machineFiles.console)},server=on,wait=off,logfile=${file(machineFiles.consoleLog)},logappend=on`,
    ],
    ['-serial', 'chardev:console'],
    ['-device', 'virtio-serial-pci,id=ports,max_ports=31'],
    ports.flatMap(({ socket, port }) => [
      ...socketDevice(socket, file(socket)),
      ...['-device', `virtserialport,chardev=${socket},name=${port}`],
    ]),
    terminals.flatMap((terminal) => [
      ...socketDevice(terminal, file(terminal)),
      ...['-device', `virtconsole,chardev=${terminal}`],
    ]),
    network(machine),
    store(hardware),
    disk('identity', file(machineFiles.identity)),
    ['-object', 'rng-random,id=random,filename=/dev/urandom', '-device', 'virtio-rng-pci,rng=random'],
    hardware.panicDevice === null ? [] : ['-device', hardware.panicDevice],
    hardware.graphics ? ['-device', 'VGA,vgamem_mb=16'] : [],
    ['-qmp', `unix:${file(machineFiles.qmp)},server=on,wait=off`],
    ['-pidfile', join(folder, machineFiles.pid)],
    typeof memoryOf(machine) === 'object' ? ['-incoming', 'defer'] : [],
  ].flat();
}

function memoryOf(machine: MachineSpecification): MemoryPlace {
  return machine.kind === 'node' ? machine.memory : 'copyable';
}

/** Inside QEMU's options a comma ends a value; two of them mean one. */
function quote(value: string): string {
  return value.replaceAll(',', ',,');
}

/**
 * Emulation keeps translated code in memory of its own, and never gives it back. A boot runs much that runs only once;
 * what goes on from a template needs less. Without a limit a machine may take ten times its memory.
 */
function acceleratorOption(machine: MachineSpecification): string {
  const { accelerator, memoryMib } = machine.hardware;
  if (accelerator === 'kvm') return 'kvm';
  const isRestored = typeof memoryOf(machine) === 'object';
  const size = isRestored ? Math.max(24, memoryMib / 4) : Math.max(32, memoryMib / 3);
  return `tcg,tb-size=${Math.min(Math.round(size), 1024)}`;
}

function memoryOption(machine: MachineSpecification): string {
  return memoryOf(machine) === 'own' ? '' : ',memory-backend=memory';
}

/** Every machine restored from a template maps its file and keeps its own changes to itself. */
function memoryBackend(machine: MachineSpecification): string[] {
  const memory = memoryOf(machine);
  if (memory === 'own') return [];
  const kind =
    memory === 'copyable'
      ? 'memory-backend-memfd,share=on'
      : `memory-backend-file,share=off,mem-path=${quote(memory.template)}`;
  return ['-object', `${kind},id=memory,size=${machine.hardware.memoryMib}M`];
}

function kernelParameters({ hardware }: MachineSpecification): string {
  return [
    'console=ttyS0,115200n8 net.ifnames=0 panic=-1 quiet loglevel=4',
    // Emulated, ACPI's way of finding interrupts costs a tenth of a second for each device.
    ...(hardware.accelerator === 'tcg' ? ['acpi=noirq'] : []),
    ...hardware.kernelParameters,
    `nxc.role=${hardware.role}`,
  ].join(' ');
}

function socketDevice(name: string, path: string): string[] {
  return ['-chardev', `socket,id=${name},path=${path},server=on,wait=off`];
}

/** Two cards in this order: one that leads to this machine, one to the other nodes. */
function network(machine: MachineSpecification): string[] {
  if (machine.kind === 'template') {
    return [...card('mgmt', 'user,restrict=on'), ...card('lan', 'user,restrict=on')];
  }
  const { lan, forwards } = machine;
  const forwarded = forwards.map(
    ({ hostPort, nodePort }) => `,hostfwd=tcp:127.0.0.1:${hostPort}-:${nodePort}`,
  );
  return [
    ...card('mgmt', `user${forwarded.join('')}`, machine.managementMacAddress),
    ...card('lan', `socket,mcast=${lan.group}:${lan.port},localaddr=127.0.0.1`, machine.macAddress),
  ];
}

function card(id: string, backend: string, macAddress?: string): string[] {
  const [type = '', ...options] = backend.split(',');
  const mac = macAddress === undefined ? '' : `,mac=${macAddress}`;
  return [
    ...['-netdev', [type, `id=${id}`, ...options].join(',')],
    ...['-device', `virtio-net-pci,id=${id}-card,netdev=${id}${mac},romfile=`],
  ];
}

function store({ store: place }: Hardware): string[] {
  switch (place.layout) {
    case 'ramdisk':
      return [];
    case 'shared':
      return [
        ...['-fsdev', 'local,id=store,path=/nix/store,security_model=none,readonly=on,multidevs=remap'],
        ...['-device', 'virtio-9p-pci,fsdev=store,mount_tag=nix-store'],
      ];
    case 'image':
      return disk('store', quote(place.file));
  }
}

/** A disk that the machine reads and never writes to. */
function disk(name: string, file: string): string[] {
  return [
    ...['-blockdev', `driver=file,node-name=${name}-file,filename=${file},read-only=on,locking=off`],
    ...['-blockdev', `driver=raw,node-name=${name},file=${name}-file,read-only=on`],
    ...['-device', `virtio-blk-pci,drive=${name},serial=nxc-${name}`],
  ];
}
