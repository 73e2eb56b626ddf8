/** Programs that need only be there. */
import { findStaticBusybox } from '../../projects/library/busybox.ts';
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
  if (program !== undefined) return finding(identity, { state: 'passed', description: program });
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
