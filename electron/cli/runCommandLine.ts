/** From words to an exit code: parses, runs, and turns what commander throws into errors like all others. */
import { type Command, CommanderError } from 'commander';
import { packageVersion } from '#engine/platform/resources.ts';
import { AppError } from '#shared/errors.ts';
import { globalOptions } from './commandOptions.ts';
import { exitCodes } from './exitCodes.ts';
import { createProgram } from './program.ts';

/** Runs one command line and returns the exit code. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.success;
  const program = createProgram(packageVersion(), async (command, work) => {
    const { runWork } = await import('./run.ts');
    exitCode = await runWork(globalOptions(command), work);
  });
  throwInsteadOfExiting(program);
  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return await reportUsage(error, words);
  }
}

function throwInsteadOfExiting(program: Command): void {
  for (const command of [program, ...program.commands]) {
    // Commander's words are shown by us, as an error like every other.
    command.exitOverride().configureOutput({ outputError: () => {} });
  }
}

/** What commander puts before the words of our own parsers, which name the value themselves. */
const invalidValue = /^(?:Option|option|command-argument value) .* is invalid(?: for argument '.*')?\. (?=.)/;

async function reportUsage(error: CommanderError, words: readonly string[]): Promise<number> {
  if (error.code === 'commander.help') return exitCodes.badUsage;
  if (error.exitCode === 0) return exitCodes.success;
  const [message = '', suggestion] = error.message.replace(/^error: /, '').split('\n');
  const name = words.find((word) => !word.startsWith('-'));
  const help =
    name === undefined || error.code === 'commander.unknownCommand' ? 'nxc --help' : `nxc ${name} --help`;
  const badInput = new AppError('bad-input', sentence(message.replace(invalidValue, '')), {
    hint: [suggestion?.replace(/^\(|\)$/g, ''), `\`${help}\` shows what there is.`].filter(Boolean).join(' '),
  });
  const { printError } = await import('./run.ts');
  printError(badInput.toJSON(), { json: words.includes('--json'), color: !words.includes('--no-color') });
  return exitCodes.badUsage;
}

function sentence(message: string): string {
  const capital = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.?!]$/.test(capital) ? capital : `${capital}.`;
}
