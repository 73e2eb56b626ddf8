/** Runs one step of a repair, telling what it prints while it prints it. */
import { mkdir, readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { execa } from 'execa';
import { AppError } from '#shared/errors.ts';
import type { WorkContext } from '../jobs/workContext.ts';
import { askDocker } from './dockerDaemon.ts';
import type { Machine } from './machine.ts';
import { daemonLogFile, type RepairStep } from './remedies.ts';

/** A daemon that sorts out its storage after a crash takes its time; one that cannot start says so at once. */
const daemonPatienceMs = 60_000;

/** What dockerd writes last when it gives up. */
const daemonGaveUp = 'failed to start daemon';

/**
 * @throws AppError with the command and its last lines when it fails; `missing-program` when there is no such program
 */
export async function runRepairStep(step: RepairStep, machine: Machine, work: WorkContext): Promise<void> {
  work.report({ type: 'step', title: step.title });
  work.report({ type: 'command', command: step.command });
  await mkdir(machine.stateDirectory, { recursive: true });
  const [program = '', ...rest] = step.argv;
  const lastLines: string[] = [];
  const child = execa(program, rest, {
    env: machine.environment,
    extendEnv: false,
    // sudo asks for a password on the terminal itself; nothing else may wait for an answer.
    stdin: 'ignore',
    all: true,
    buffer: false,
    reject: false,
    cancelSignal: work.signal,
  });
  for await (const line of child.iterable({ from: 'all' })) {
    lastLines.push(line);
    if (lastLines.length > 10) lastLines.shift();
    work.report({ type: 'log', line });
  }
  const result = await child;
  if (result.isCanceled) {
    throw new AppError('cancelled', `Cancelled while: ${step.title}.`, {
      hint: 'Run `nxc doctor` to see what is there.',
    });
  }
  if (result.failed && !step.mayFail) throw stepFailed(step, result.exitCode ?? null, lastLines, result.code);
  if (result.failed) {
    work.report({ type: 'warning', message: `${step.title} failed; going on with what is known.` });
  }
  if (step.until === 'docker-answers') await waitForDocker(step, machine, work);
}

function stepFailed(
  step: RepairStep,
  exitCode: number | null,
  lastLines: readonly string[],
  systemError: string | undefined,
): AppError {
  const failure = { command: step.command, exitCode, lastLines };
  if (systemError === 'ENOENT') {
    return new AppError(
      'missing-program',
      `${step.argv[0]} is not installed, and “${step.title}” needs it.`,
      {
        hint: 'Run the commands that `nxc doctor` shows as an administrator of this machine.',
        details: { command: failure },
      },
    );
  }
  return new AppError(
    step.until === 'docker-answers' ? 'daemon-unreachable' : 'missing-program',
    `${step.title} failed: \`${step.command}\` ended with ${exitCode ?? 'a signal'}.`,
    {
      hint: `Its last line was: ${lastLines.at(-1) ?? '(none)'}. Run it yourself to see more, then \`nxc doctor\`.`,
      details: { command: failure },
    },
  );
}

async function waitForDocker(step: RepairStep, machine: Machine, { signal }: WorkContext): Promise<void> {
  const deadline = Date.now() + daemonPatienceMs;
  for (;;) {
    const docker = await askDocker(machine.environment);
    // A daemon that forbids us is a daemon that runs: the next look at the checks says what to do.
    if (docker.state === 'answers' || docker.state === 'forbidden') return;
    const lastLines = await daemonLog(machine);
    if (Date.now() > deadline || lastLines.some((line) => line.includes(daemonGaveUp))) {
      throw new AppError(
        'daemon-unreachable',
        `The Docker daemon was started but does not answer: ${docker.reason}.`,
        {
          hint: machine.hasSystemd
            ? 'Read `journalctl -u docker` for the reason.'
            : `The reason is at the end of ${daemonLogFile(machine)}: ${lastLines.at(-1) ?? '(empty)'}`,
          details: { command: { command: step.command, exitCode: null, lastLines } },
        },
      );
    }
    await delay(200, undefined, { signal });
  }
}

async function daemonLog(machine: Machine): Promise<string[]> {
  if (machine.hasSystemd) return [];
  const text = await readFile(daemonLogFile(machine), 'utf8').catch(() => '');
  return text.trimEnd().split('\n').slice(-5);
}
