/** The floor: QEMU by a plain command line, with the same kernel, initrd and devices, and nothing of ours around it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface BareBuild {
  readonly kernel: string;
  readonly initrd: string;
  readonly store: string;
  readonly memoryMib: number;
  readonly role: string;
  readonly accelerator: 'kvm' | 'tcg';
}

/** Where the memory is: its own, a file that becomes a snapshot's, or a snapshot's. */
export type BareMemory = { readonly file: string; readonly share: 'on' | 'off' } | null;

export interface BareMachine {
  readonly process: ChildProcess;
  readonly folder: string;
  /** Resolves once the machine answers on its first channel. */
  answers(): Promise<void>;
  end(): Promise<void>;
}

export function readBareBuild(composeInfo: string, role: string, accelerator: 'kvm' | 'tcg'): BareBuild {
  const info = JSON.parse(readFileSync(composeInfo, 'utf8'));
  const { kernel, initrd, nxc } = info.all;
  const { memory_mib: memoryMib } = info.compositions_info.composition.roles[role].nxc;
  return { kernel, initrd, store: nxc.store_image, memoryMib, role, accelerator };
}

/** An identity of nothing, or one that waits for a snapshot. */
export function startBareMachine(
  build: BareBuild,
  folder: string,
  identity: 'none' | 'waiting',
  memory: BareMemory,
): BareMachine {
  mkdirSync(folder, { recursive: true });
  const disk = join(folder, 'identity');
  writeFileSync(disk, identity === 'none' ? 'return 0\n' : 'NXC_WAIT=1\nreturn 0\n');
  truncateSync(disk, 1024 * 1024);
  const process = spawn('qemu-system-x86_64', parametersOf(build, folder, disk, memory), { stdio: 'ignore' });
  return {
    process,
    folder,
    async answers() {
      const errors = await connectWhenThere(join(folder, 'error0'));
      const channel = await connectWhenThere(join(folder, 'channel0'));
      errors.resume();
      channel.write("printf 'bare %s\\n' floor\n");
      await readUntil(channel, 'bare floor\n');
      channel.destroy();
      errors.destroy();
    },
    async end() {
      const ended = once(process, 'exit');
      process.kill('SIGKILL');
      await ended;
    },
  };
}

function parametersOf(
  { kernel, initrd, store, memoryMib, role, accelerator }: BareBuild,
  folder: string,
  identity: string,
  memory: BareMemory,
): string[] {
  const socket = (id: string) => `-chardev socket,id=${id},path=${folder}/${id},server=on,wait=off`;
  const port = (id: string, name: string) =>
    `${socket(id)} -device virtserialport,chardev=${id},name=${name}`;
  const disk = (id: string, file: string) =>
    `-drive if=none,id=${id},format=raw,readonly=on,file.locking=off,file=${file} -device virtio-blk-pci,drive=${id},serial=nxc-${id}`;
  const four = [0, 1, 2, 3];
  const words = [
    `-machine pc,accel=${accelerator},usb=off,vmport=off,smm=off${memory === null ? '' : ',memory-backend=memory'}`,
    `-cpu ${accelerator === 'kvm' ? 'host' : 'qemu64'} -m ${memoryMib}M -nodefaults -display none -kernel ${kernel} -initrd ${initrd}`,
    `${socket('console')} -serial chardev:console -device virtio-serial-pci,max_ports=31`,
    port('control', 'nxc.control'),
    ...four.map(
      (index) =>
        `${port(`channel${index}`, `nxc.channel.${index}`)} ${port(`error${index}`, `nxc.error.${index}`)}`,
    ),
    ...[...four, 4, 5, 6, 7].map(
      (index) => `${socket(`terminal${index}`)} -device virtconsole,chardev=terminal${index}`,
    ),
    '-netdev user,id=mgmt -device virtio-net-pci,netdev=mgmt,romfile= -netdev user,id=lan,restrict=on -device virtio-net-pci,netdev=lan,romfile=',
    disk('store', store),
    disk('identity', identity),
    '-object rng-random,id=random,filename=/dev/urandom -device virtio-rng-pci,rng=random -device pvpanic',
    `-qmp unix:${folder}/qmp,server=on,wait=off`,
    memory === null
      ? ''
      : `-object memory-backend-file,id=memory,size=${memoryMib}M,mem-path=${memory.file},share=${memory.share}`,
    memory?.share === 'off' ? '-incoming defer' : '',
  ];
  const noInterruptRouting = accelerator === 'tcg' ? ' acpi=noirq' : '';
  return [
    ...words
      .join(' ')
      .split(/ +/)
      .filter((word) => word !== ''),
    ...[
      '-append',
      `console=ttyS0,115200n8 net.ifnames=0 panic=-1 quiet loglevel=4${noInterruptRouting} nxc.role=${role}`,
    ],
  ];
}

/** Makes the snapshot that others are restored from. */
export async function makeBareSnapshot(build: BareBuild, folder: string): Promise<void> {
  const machine = startBareMachine(build, folder, 'waiting', { file: join(folder, 'memory'), share: 'on' });
  const control = await connectWhenThere(join(folder, 'control'));
  await readUntil(control, 'nxc-waiting\n');
  const ask = await openMonitor(folder);
  await ask('stop');
  await ignoreShared(ask);
  await ask('migrate', { uri: `exec:cat > ${join(folder, 'state')}` });
  while ((await ask('query-migrate')).status !== 'completed') await delay(2);
  await machine.end();
}

/** Lets a machine come in that was started with a snapshot's memory. */
export async function restoreBareMachine({ folder }: BareMachine, snapshot: string): Promise<void> {
  const ask = await openMonitor(folder);
  await ignoreShared(ask);
  await ask('migrate-incoming', { uri: `exec:cat ${join(snapshot, 'state')}` });
  while ((await ask('query-status')).status === 'inmigrate') await delay(2);
  await ask('cont');
}

type Ask = (execute: string, parameters?: object) => Promise<{ readonly status?: string }>;

function ignoreShared(ask: Ask): Promise<unknown> {
  return ask('migrate-set-capabilities', { capabilities: [{ capability: 'x-ignore-shared', state: true }] });
}

async function openMonitor(folder: string): Promise<Ask> {
  const socket = await connectWhenThere(join(folder, 'qmp'));
  const replies: ((reply: { readonly status?: string }) => void)[] = [];
  let rest = '';
  socket.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const message of lines.map((line) => JSON.parse(line))) {
      if (message.error !== undefined) throw new Error(message.error.desc);
      if (message.return !== undefined) replies.shift()?.(message.return);
    }
  });
  const ask: Ask = (execute, parameters = {}) =>
    new Promise((resolve) => {
      replies.push(resolve);
      socket.write(`${JSON.stringify({ execute, arguments: parameters })}\n`);
    });
  await ask('qmp_capabilities');
  return ask;
}

async function connectWhenThere(path: string): Promise<Socket> {
  for (;;) {
    const socket = connect(path);
    const isThere = await new Promise((resolve) =>
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false)),
    );
    if (isThere) return socket.on('error', () => undefined);
    await delay(2);
  }
}

function readUntil(socket: Socket, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let received = '';
    socket.on('data', (bytes) => {
      received += bytes;
      if (received.includes(text)) resolve();
    });
    socket.on('close', () => reject(new Error('the machine ended')));
  });
}
