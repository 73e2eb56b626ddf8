/** Waiting for what a running command prints. */
import { AssertionError } from 'node:assert';
import type { RunningNxc } from './world.ts';

/**
 * Resolves once the text stands in the command's output; what was printed before the call is not seen.
 *
 * @throws AssertionError if it ends without
 */
export function printed(command: RunningNxc, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (chunk: Buffer): void => {
      output += chunk.toString('utf8');
      if (output.includes(text)) resolve();
    };
    command.stdout.on('data', read);
    command.stderr.on('data', read);
    // Settled long since if the text came.
    command.finally(() => reject(new AssertionError({ message: `It ended without “${text}”:\n${output}` })));
  });
}
