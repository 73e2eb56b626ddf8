import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Run {
  /** From the process's start to its end, milliseconds. */
  readonly milliseconds: number;
  readonly output: string;
}

/** Runs a program to its end; fails with its output if it fails. */
export async function run(
  command: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<Run> {
  const [program = '', ...parameters] = command;
  const began = performance.now();
  const child = spawn(program, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = await once(child, 'exit');
  const elapsed = performance.now() - began;
  if (code !== 0) throw new Error(`${command.join(' ')} ended with ${code}:\n${output}`);
  return { milliseconds: elapsed, output };
}
