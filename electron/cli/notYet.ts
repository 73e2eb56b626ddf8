/** Options and commands of upstream's `nxc` that ours knows by name and cannot do yet. */
import type { Command } from 'commander';
import { AppError } from '#shared/errors.ts';

/** What a project can do meanwhile, per option; the general word otherwise. */
const advice =
  'It is planned. Leave it out, or use the original nxc for this: both work on the same project.';

/**
 * Refuses options that were given and cannot be honoured: ignoring them would do something else than was asked for.
 *
 * @throws AppError `not-yet` naming the first one
 */
export function refuseNotYet(command: Command, names: readonly string[]): void {
  const values = command.opts<Record<string, unknown>>();
  for (const name of names) {
    if (values[name] === undefined || command.getOptionValueSource(name) === 'default') continue;
    const flags = command.options.find((option) => option.attributeName() === name)?.flags ?? name;
    throw notYet(`The option \`${flags}\` of \`nxc ${command.name()}\``);
  }
}

export function notYet(subject: string, hint = advice): AppError {
  return new AppError('not-yet', `${subject} is not there yet.`, { hint });
}
