/** The interactive driver of the NixOS test framework, in this terminal. */
import { access, constants, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import { AppError } from '#shared/errors.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import type { Session } from '../session.ts';

/** Whether starting a flavour means the driver's own prompt, with machines that end with it. */
export function isDriverFlavour(flavour: FlavourName | undefined): boolean {
  return flavour === 'nixos-test-driver' || flavour === 'nixos-test-ssh';
}

/**
 * Runs the built driver until its user leaves. Its files (history, screenshots, ssh keys) are kept in
 * `artifact/<composition>/<flavour>/`.
 *
 * @throws AppError `not-built`, `bad-input` without a terminal
 */
export async function runNixosTestDriver(
  session: Session,
  { directory, composition, flavour }: Target,
): Promise<Record<string, never>> {
  const program = join(directory, 'build', `${composition}::${flavour}`, 'bin', 'nixos-test-driver');
  await assertExecutable(program, `${composition}::${flavour}`);
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new AppError(
      'bad-input',
      `The driver of ${flavour} needs a terminal, and this is a pipe or a file.`,
      {
        hint: 'To run the test without a terminal: nxc driver -t -f nixos-test.',
      },
    );
  }
  const folder = join(directory, 'artifact', composition, flavour);
  await mkdir(folder, { recursive: true });
  session.print(
    `${session.style.dim('start_all() starts the machines, test_script() runs the test, Ctrl-D ends all of it. Files:')} ${folder}`,
  );
  session.exitWith(await runInTerminal(program, folder));
  return {};
}

async function assertExecutable(program: string, name: string): Promise<void> {
  try {
    await access(program, constants.X_OK);
  } catch (cause) {
    throw new AppError('not-built', `The driver of ${name} is not built: there is no ${program}.`, {
      hint: `Build it and start it: \`nxc start --build -C ${name}\`.`,
      cause,
    });
  }
}

/** A program with this terminal to itself. Ctrl-C is the program's: it interrupts a call there, and nothing here. */
async function runInTerminal(program: string, folder: string): Promise<number> {
  const { execa } = await import('execa');
  const listeners = process.listeners('SIGINT');
  const leaveItToTheProgram = (): void => {};
  process.on('SIGINT', leaveItToTheProgram);
  for (const listener of listeners) process.off('SIGINT', listener);
  try {
    const { exitCode = 1 } = await execa(program, { cwd: folder, stdio: 'inherit', reject: false });
    return exitCode;
  } finally {
    for (const listener of listeners) process.on('SIGINT', listener);
    process.off('SIGINT', leaveItToTheProgram);
  }
}
