/** Candidates for the word under the cursor. Reads small files at most, so that Tab never waits for Docker or Nix. */
import type { Argument, Command, Option } from 'commander';
import { flavourNames } from '#shared/model/flavours.ts';
import { createProgram } from '../program.ts';
import { knownRoles, knownTargets, runningNodes, templateNames } from './projectFiles.ts';

interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** Answers `nxc __complete LINE`: one candidate a line, its description after a tab. */
export function complete([line = '']: readonly string[], workingDirectory: string): string {
  return candidates(line, workingDirectory)
    .map(({ value, description }) => `${value}\t${description}\n`)
    .join('');
}

/** `line` is what stands before the cursor, the program's name included. */
export function candidates(line: string, workingDirectory: string): Candidate[] {
  const words = line.trimStart().split(/\s+/).slice(1);
  const current = words.pop() ?? '';
  const program = createProgram('', async () => {});
  const place = findPlace(program, words);
  const directory = place.directory ?? workingDirectory;
  return valuesFor(place, current, directory).filter(({ value }) => value.startsWith(current));
}

interface Place {
  readonly program: Command;
  readonly command: Command;
  /** The option whose value is being typed. */
  readonly option: Option | undefined;
  /** How many arguments of the command stand before the cursor. */
  readonly argumentIndex: number;
  /** What `-d` of the program said. */
  readonly directory: string | undefined;
}

function findPlace(program: Command, words: readonly string[]): Place {
  let command = program;
  let option: Option | undefined;
  let argumentIndex = 0;
  let directory: string | undefined;
  for (const word of words) {
    if (option !== undefined) {
      if (command === program && option.attributeName() === 'directory') directory = word;
      option = undefined;
    } else if (word.startsWith('-')) {
      const found = command.options.find(({ short, long }) => word === short || word === long);
      option = found?.required === true || found?.optional === true ? found : undefined;
    } else if (command === program) {
      command = program.commands.find((each) => each.name() === word) ?? program;
    } else {
      argumentIndex += 1;
    }
  }
  return { program, command, option, argumentIndex, directory };
}

function valuesFor(place: Place, current: string, directory: string): Candidate[] {
  if (place.option !== undefined) return optionValues(place.option, directory);
  if (current.startsWith('-')) return optionNames(place.command);
  if (place.command === place.program) {
    return place.program.commands.map((each) => ({ value: each.name(), description: each.summary() }));
  }
  const { registeredArguments } = place.command;
  const argument =
    registeredArguments[place.argumentIndex] ?? registeredArguments.findLast(({ variadic }) => variadic);
  return argument === undefined
    ? optionNames(place.command)
    : argumentValues(place.command, argument, directory);
}

function optionNames(command: Command): Candidate[] {
  return command.options
    .filter((option) => option.description !== 'not there yet')
    .map((option) => ({ value: option.long ?? option.short ?? '', description: option.description }));
}

function optionValues(option: Option, directory: string): Candidate[] {
  switch (option.attributeName()) {
    case 'flavour':
      return plain(flavourNames, 'flavour');
    case 'template':
      return plain(templateNames(), 'template');
    case 'roleDistribution':
      return plain(
        knownRoles(directory).map((role) => `${role}=`),
        'role',
      );
    case 'memory':
    case 'cores':
      return plain(
        [...new Set([...knownRoles(directory), ...runningNodes(directory)])].map((name) => `${name}=`),
        'role or node',
      );
    case 'compositionFlavour':
      return plain(knownTargets(directory), 'built');
    default:
      return [];
  }
}

function argumentValues(command: Command, argument: Argument, directory: string): Candidate[] {
  if (argument.argChoices !== undefined) return plain(argument.argChoices, argument.description);
  if (argument.name() === 'host' || argument.name() === 'node') return plain(runningNodes(directory), 'node');
  if (command.name() === 'completion') return plain(['bash', 'zsh', 'fish'], 'shell');
  return [];
}

function plain(values: readonly string[], description: string): Candidate[] {
  return values.map((value) => ({ value, description }));
}
