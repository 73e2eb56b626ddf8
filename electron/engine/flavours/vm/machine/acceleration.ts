/**
 * Whether this machine's processor can run guests. That /dev/kvm can be opened does not tell: where virtual machines
 * are nested in others, guests may hang in it. So a guest of four instructions is run, once per boot and QEMU.
 */
import { access, constants, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { QemuProgram } from './program.ts';
import type { Accelerator } from './specification.ts';

export interface Acceleration {
  readonly accelerator: Accelerator;
  /** Why machines are emulated, for the user; `null` if they are not. */
  readonly notice: string | null;
}

const device = '/dev/kvm';

/** A guest that works is done within a tenth of it. */
const patienceMs = 1_500;

/** What the guest writes to the exit device, and what QEMU makes of it. */
const exitByte = 0x10;
const exitCode = exitByte * 2 + 1;

/** Probes, or remembers what was found since the last boot. */
export async function probeAcceleration(
  program: QemuProgram,
  cacheDirectory: string,
  environment: NodeJS.ProcessEnv,
): Promise<Acceleration> {
  const closed = await whyClosed();
  if (closed !== null) return emulated(closed);
  const key = `${await bootIdentifier()} ${program.version}`;
  const file = join(cacheDirectory, 'acceleration.json');
  const known = await remembered(file, key);
  const works = known ?? (await guestRuns(program, cacheDirectory, environment));
  if (known === undefined) await remember(file, key, works);
  return works ? { accelerator: 'kvm', notice: null } : emulated(brokenReason);
}

/** Why machines that are emulated are, for whoever did not see their start. */
export async function emulationNotice(): Promise<string> {
  return noticeFor((await whyClosed()) ?? brokenReason);
}

const brokenReason = `${device} is there, but a guest that was tried in it did not run`;

/** Why this user cannot open the device; `null` if that works. */
async function whyClosed(): Promise<string | null> {
  try {
    await access(device, constants.R_OK | constants.W_OK);
    return null;
  } catch (error) {
    const isThere = error instanceof Error && 'code' in error && error.code !== 'ENOENT';
    return isThere
      ? `this user may not open ${device} (members of the group kvm usually may: \`sudo usermod -aG kvm $USER\`)`
      : `there is no ${device}`;
  }
}

function emulated(reason: string): Acceleration {
  return { accelerator: 'tcg', notice: noticeFor(reason) };
}

function noticeFor(reason: string): string {
  return `Virtual machines are emulated in software and several times slower: ${reason}.`;
}

/** Runs the guest. Anything but its own end within the time means that guests do not run. */
async function guestRuns(
  program: QemuProgram,
  cacheDirectory: string,
  environment: NodeJS.ProcessEnv,
): Promise<boolean> {
  const firmware = join(cacheDirectory, 'acceleration-probe.bin');
  await mkdir(cacheDirectory, { recursive: true });
  await writeFile(firmware, probeFirmware());
  const result = await execa(
    program.path,
    [
      ['-machine', 'pc,accel=kvm', '-cpu', 'host', '-m', '2M', '-bios', firmware],
      ['-nodefaults', '-no-user-config', '-display', 'none', '-no-reboot'],
      ['-device', 'isa-debug-exit,iobase=0xf4,iosize=4'],
    ].flat(),
    {
      env: environment,
      extendEnv: false,
      reject: false,
      stdin: 'ignore',
      timeout: patienceMs,
      killSignal: 'SIGKILL',
    },
  );
  return result.exitCode === exitCode;
}

/** 64 KiB of firmware; the processor begins 16 bytes before its end. */
export function probeFirmware(): Uint8Array {
  const firmware = Buffer.alloc(64 * 1024);
  // mov al, exitByte; out 0xf4, al; cli; hlt
  firmware.set([0xb0, exitByte, 0xe6, 0xf4, 0xfa, 0xf4], firmware.length - 16);
  return firmware;
}

async function bootIdentifier(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

async function remembered(file: string, key: string): Promise<boolean | undefined> {
  try {
    const note = JSON.parse(await readFile(file, 'utf8')) as {
      readonly key?: unknown;
      readonly works?: unknown;
    };
    return note.key === key && typeof note.works === 'boolean' ? note.works : undefined;
  } catch {
    return undefined;
  }
}

async function remember(file: string, key: string, works: boolean): Promise<void> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify({ key, works }));
  await rename(draft, file);
}
