/** What a template is good for, as a name: anything that differs gives another one. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import { commandLine } from '../machine/commandLine.ts';
import type { QemuProgram } from '../machine/program.ts';
import type { Hardware } from '../machine/specification.ts';

/** Twenty hexadecimal digits. */
export async function templateKey(hardware: Hardware, init: string, program: QemuProgram): Promise<string> {
  const files = [
    hardware.kernel,
    hardware.initrd,
    ...(hardware.store.layout === 'image' ? [hardware.store.file] : []),
  ];
  // The command line says all there is to say of the machine; where its files would be is no part of it.
  const machine = commandLine({ kind: 'template', hardware, folder: '/' });
  const facts = [
    program.version,
    hardware.accelerator === 'kvm' ? await processorOfThisMachine() : '',
    init,
    ...machine,
    ...(await Promise.all(files.map(stampOf))),
  ];
  return createHash('sha256').update(facts.join('\0')).digest('hex').slice(0, 20);
}

/** A store path never changes its content; any other file may. */
async function stampOf(file: string): Promise<string> {
  const status = await stat(file).catch((error: unknown) => {
    throw new AppError('not-built', `A part of the build is gone: ${file}.`, {
      hint: 'Build the composition again: `nxc build`.',
      cause: error,
    });
  });
  return file.includes('/nix/store/') ? file : `${file} ${status.size} ${status.mtimeMs} ${status.ino}`;
}

/** With the host's own processor inside, a snapshot is only good on the same one with the same microcode. */
async function processorOfThisMachine(): Promise<string> {
  const text = await readFile('/proc/cpuinfo', 'utf8');
  return text
    .slice(0, text.indexOf('\n\n'))
    .split('\n')
    .filter((line) => /^(vendor_id|cpu family|model|stepping|microcode|flags)/.test(line))
    .join('\n');
}
