/**
 * What a script may say to a machine monitor. The monitor belongs to a program of this machine, with its user's rights:
 * among its commands are some that write files here, listen on ports, or run programs (`migrate "exec:…"`). So only those
 * are let through that stay within the machine.
 */
import { AppError } from '#shared/errors.ts';

const allowed: ReadonlySet<string> = new Set([
  ...['info', 'help', 'p', 'print'],
  ...['sendkey', 'mouse_move', 'mouse_button', 'mouse_set'],
  ...['stop', 's', 'cont', 'c', 'nmi', 'system_powerdown', 'system_reset', 'system_wakeup'],
  ...['set_link', 'balloon', 'eject', 'boot_set', 'watchdog_action', 'device_del'],
]);

/** @throws AppError `permission-denied` */
export function assertHarmless(command: string): void {
  const [name = ''] = command.trim().split(/\s/);
  // One line is one command; what a control character is to the monitor need not be found out.
  if (allowed.has(name) && !/\p{Cc}/u.test(command)) return;
  const shown = command.length > 60 ? `${command.slice(0, 60)}…` : command;
  throw new AppError(
    'permission-denied',
    `A test script may not give the monitor the command ${JSON.stringify(shown)}: it could reach this machine.`,
    {
      hint: `Allowed are ${[...allowed].join(', ')}. For ports there is forward_port(), for pictures screenshot().`,
    },
  );
}
