/** Formatting Nix with the formatter that the user has. */
import { AppError } from '#shared/errors.ts';
import { findProgram } from '../system/machine.ts';

/** Those that people use, each with the words that make it read from its input and write to its output. */
const formatters = [
  { name: 'nixfmt', words: ['-'] },
  { name: 'alejandra', words: ['--quiet', '-'] },
] as const;

/** Milliseconds. Nobody waits longer for a file to be saved. */
const patience = 10_000;

export interface Formatted {
  /** `null` when no formatter is on this machine. */
  readonly formatter: string | null;
  /** The text as it was given when there is none, or when the text has a mistake that formatters stumble over. */
  readonly text: string;
}

/** @param environment where `PATH` says which formatters there are */
export async function formatNix(text: string, environment: NodeJS.ProcessEnv): Promise<Formatted> {
  for (const { name, words } of formatters) {
    const program = await findProgram(name, environment);
    if (program === null) continue;
    const { execa } = await import('execa');
    const result = await execa(program, words, {
      input: text,
      env: environment,
      extendEnv: false,
      stripFinalNewline: false,
      timeout: patience,
      reject: false,
    });
    if (result.timedOut) {
      throw new AppError('timed-out', `${name} did not format the text within ${patience / 1000} seconds.`, {
        hint: 'Try it by hand, or turn formatting off in the settings.',
      });
    }
    // A text in the middle of a change is saved as it is; the editor marks its mistakes anyway.
    const isWhole = result.exitCode === 0 && (result.stdout !== '' || text === '');
    return { formatter: name, text: isWhole ? result.stdout : text };
  }
  return { formatter: null, text };
}
