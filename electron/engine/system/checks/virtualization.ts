/** What only virtual machines need: failures when it is asked for them, warnings when it is asked in general. */
import { access, constants } from 'node:fs/promises';
import { arch } from 'node:os';
import type { FlavourName } from '#shared/model/flavours.ts';
import { findKernel, kernelDirectory, readDrivers } from '../../projects/library/kernel.ts';
import { type Finding, finding } from '../finding.ts';
import { findProgram, type Machine } from '../machine.ts';
import { fetchKernelRemedies, installRemedies } from '../remedies.ts';

const virtualMachines: readonly FlavourName[] = ['vm', 'vm-ramdisk'];

const kernelDocumentation = 'https://packages.debian.org/stable/linux-image-cloud-amd64';

/** Whoever does not ask for virtual machines lacks nothing without what they need. */
function missingFor(flavour: FlavourName | undefined): 'failed' | 'warning' {
  return flavour !== undefined && virtualMachines.includes(flavour) ? 'failed' : 'warning';
}

export async function checkQemu(machine: Machine, flavour?: FlavourName): Promise<Finding> {
  const name = arch() === 'arm64' ? 'qemu-system-aarch64' : 'qemu-system-x86_64';
  const identity = { id: 'qemu', title: 'QEMU', neededBy: [...virtualMachines] };
  const program = await findProgram(name, machine.environment);
  if (program !== null) return finding(identity, { state: 'passed', description: program });
  return finding(identity, {
    state: missingFor(flavour),
    description: `${name} is not installed. Virtual machines run in it.`,
    remedies: installRemedies(machine, 'qemu'),
    documentation: 'https://www.qemu.org/download/',
  });
}

/** The kernel that machines of the tiny base boot; those of nixpkgs bring their own. */
export async function checkKernel(machine: Machine, flavour?: FlavourName): Promise<Finding> {
  const identity = {
    id: 'vm-kernel',
    title: 'Kernel for virtual machines',
    neededBy: [...virtualMachines],
  };
  const remedies = fetchKernelRemedies(machine, kernelDirectory(machine.dataDirectory));
  const kernel = await findKernel(machine.environment, machine.dataDirectory);
  if (kernel === undefined) {
    const { NXC_KERNEL: named } = machine.environment;
    return finding(identity, {
      state: missingFor(flavour),
      description: named
        ? `NXC_KERNEL is ${named}, which has no boot/vmlinuz-* with its lib/modules/* that this user may read.`
        : 'There is none that this user may read. Virtual machines of the tiny base (such as the tutorial’s) boot it.',
      remedies: named ? [] : remedies,
      documentation: kernelDocumentation,
    });
  }
  try {
    await readDrivers(kernel);
    return finding(identity, { state: 'passed', description: `${kernel.version} (${kernel.image})` });
  } catch (error) {
    const description = error instanceof Error ? error.message : String(error);
    return finding(identity, {
      state: missingFor(flavour),
      description,
      remedies,
      documentation: kernelDocumentation,
    });
  }
}

export async function checkKvm(): Promise<Finding> {
  const identity = { id: 'kvm', title: 'Hardware virtualization', neededBy: [...virtualMachines] };
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
