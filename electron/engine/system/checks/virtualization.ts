/** What only virtual machines need. Without it the other flavours lack nothing, so these only warn. */
import { access, constants } from 'node:fs/promises';
import { arch } from 'node:os';
import { type Finding, finding } from '../finding.ts';
import { findProgram, type Machine } from '../machine.ts';
import { installRemedies } from '../remedies.ts';

const virtualMachines: Finding['neededBy'] = ['vm', 'vm-ramdisk'];

export async function checkQemu(machine: Machine): Promise<Finding> {
  const name = arch() === 'arm64' ? 'qemu-system-aarch64' : 'qemu-system-x86_64';
  const identity = { id: 'qemu', title: 'QEMU', neededBy: virtualMachines };
  const program = await findProgram(name, machine.environment);
  if (program !== null) return finding(identity, { state: 'passed', description: program });
  return finding(identity, {
    state: 'warning',
    description: `${name} is not installed. Virtual machines run in it.`,
    remedies: installRemedies(machine, 'qemu'),
    documentation: 'https://www.qemu.org/download/',
  });
}

export async function checkKvm(): Promise<Finding> {
  const identity = { id: 'kvm', title: 'Hardware virtualization', neededBy: virtualMachines };
  const device = '/dev/kvm';
  try {
    await access(device, constants.R_OK | constants.W_OK);
    return finding(identity, {
      state: 'passed',
      description: `${device} can be opened; whether it also works shows at the first start`,
    });
  } catch {
    return finding(identity, {
      state: 'warning',
      description: `${device} cannot be opened: virtual machines are emulated in software, several times slower.`,
      documentation: 'https://www.linux-kvm.org/page/FAQ',
    });
  }
}
