/** The browser host as users start it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { nxcProgram, type Workplace } from './workplace.ts';

export interface Host {
  /** Opens the page once. */
  readonly address: string;
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

/** Starts `nxc serve` as a user does, and waits until it says where it is. */
export async function startHost(
  { folder, environment }: Pick<Workplace, 'folder' | 'environment'>,
  project: string | null,
  program: string = nxcProgram,
): Promise<Host> {
  const words = project === null ? ['serve'] : ['serve', project];
  const host = spawn(program, words, { cwd: folder, env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(host, 'exit');
  for await (const line of createInterface({ input: host.stdout })) {
    const [address] = /http:\/\/127\.0\.0\.1:\S+/.exec(line) ?? [];
    if (address === undefined) continue;
    host.stdout.resume();
    return {
      address,
      process: host,
      async stop() {
        host.kill('SIGINT');
        await ended;
      },
    };
  }
  throw new Error('nxc serve ended before it said where it is.');
}
