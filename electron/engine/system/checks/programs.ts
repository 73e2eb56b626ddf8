/** Programs that need only be there. */
import { open } from 'node:fs/promises';
import { type Finding, finding } from '../finding.ts';
import { findProgram, type Machine } from '../machine.ts';
import { installRemedies } from '../remedies.ts';

export async function checkGit(machine: Machine): Promise<Finding> {
  const identity = { id: 'git', title: 'git' };
  const program = await findProgram('git', machine.environment);
  if (program !== null) return finding(identity, { state: 'passed', description: program });
  return finding(identity, {
    state: 'failed',
    description: 'git is not installed. Nix flakes see only the files that git tracks.',
    remedies: installRemedies(machine, 'git'),
    documentation: 'https://git-scm.com/downloads',
  });
}

export async function checkTmux(machine: Machine): Promise<Finding> {
  const identity = { id: 'tmux', title: 'tmux' };
  const program = await findProgram('tmux', machine.environment);
  if (program !== null) return finding(identity, { state: 'passed', description: program });
  return finding(identity, {
    state: 'warning',
    description: 'tmux is not installed. `nxc connect` without a host cannot show all nodes side by side.',
    remedies: installRemedies(machine, 'tmux'),
    documentation: 'https://github.com/tmux/tmux/wiki/Installing',
  });
}

export async function checkBusybox(machine: Machine): Promise<Finding> {
  const identity = { id: 'busybox', title: 'Static busybox' };
  const program = await findStaticBusybox(machine.environment);
  if (program !== null) return finding(identity, { state: 'passed', description: program });
  const found = await findProgram('busybox', machine.environment);
  return finding(identity, {
    state: 'failed',
    description:
      found === null
        ? 'There is no busybox. Projects on the tiny base (such as the tutorial) are made of one.'
        : `${found} needs shared libraries. Projects on the tiny base need one that is linked statically.`,
    remedies: installRemedies(machine, 'busybox'),
    documentation: 'https://busybox.net',
  });
}

/** Path of a busybox that runs without any library of this machine, or `null`. */
export async function findStaticBusybox(environment: NodeJS.ProcessEnv): Promise<string | null> {
  for (const name of ['busybox', 'busybox.static', 'busybox-static']) {
    const program = await findProgram(name, environment);
    if (program !== null && (await isStatic(program))) return program;
  }
  return null;
}

const elfMagic = 0x7f454c46;
const interpreterSegment = 3;

/** Whether an ELF program names no dynamic loader (has no PT_INTERP segment). */
export async function isStatic(program: string): Promise<boolean> {
  const file = await open(program);
  try {
    // Program headers stand right behind the file header in everything that linkers make.
    const { buffer: head, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    if (bytesRead < 64 || head.readUInt32BE(0) !== elfMagic) return false;
    const is64Bit = head[4] === 2;
    const isLittleEndian = head[5] === 1;
    if (!isLittleEndian) return false;
    const tableStart = is64Bit ? Number(head.readBigUInt64LE(0x20)) : head.readUInt32LE(0x1c);
    const entrySize = head.readUInt16LE(is64Bit ? 0x36 : 0x2a);
    const entries = head.readUInt16LE(is64Bit ? 0x38 : 0x2c);
    for (let entry = 0; entry < entries; entry++) {
      const at = tableStart + entry * entrySize;
      if (at + 4 > bytesRead || head.readUInt32LE(at) === interpreterSegment) return false;
    }
    return true;
  } finally {
    await file.close();
  }
}
