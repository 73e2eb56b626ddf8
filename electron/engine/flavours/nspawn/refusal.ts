/** Why nodes cannot be started as systemd's containers. */
import { accessSync, constants, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { AppError } from '#shared/errors.ts';

const program = 'systemd-nspawn';

/** What of this machine matters. */
export interface NspawnHost {
  /** The name of process 1. */
  readonly init: string;
  readonly hasProgram: boolean;
  readonly isRoot: boolean;
}

export function readNspawnHost(environment: NodeJS.ProcessEnv = process.env): NspawnHost {
  return {
    init: nameOfProcessOne(),
    hasProgram: (environment.PATH ?? '').split(delimiter).some((folder) => isProgram(join(folder, program))),
    isRoot: process.getuid?.() === 0,
  };
}

/** `unsupported` names everything that is missing here; where nothing is, this version is what is missing. */
export function refuseNspawn({ init, hasProgram, isRoot }: NspawnHost): AppError {
  const reasons = [
    ...(init === 'systemd' ? [] : [`systemd does not run it (process 1 is ${init || 'unknown'})`]),
    ...(hasProgram ? [] : [`it has no ${program}`]),
    ...(isRoot ? [] : ['this user is not root']),
  ];
  if (reasons.length === 0) {
    return new AppError('not-yet', 'The flavour “nspawn” cannot be started by this version yet.', {
      hint: 'Use docker, whose nodes are containers, too: `nxc start -f docker`.',
    });
  }
  return new AppError(
    'unsupported',
    `The flavour “nspawn” cannot be started on this machine: ${reasons.join(', ')}.`,
    {
      hint: 'Use docker, whose nodes are containers, too (`nxc start -f docker`), or vm for nodes with kernels of their own.',
    },
  );
}

function nameOfProcessOne(): string {
  try {
    return readFileSync('/proc/1/comm', 'utf8').trim();
  } catch {
    // Another system than Linux, or one that hides its processes.
    return '';
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
