/** Options that several commands have. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { AppError } from '#shared/errors.ts';
import { type FlavourName, flavourNames } from '#shared/model/flavours.ts';
import type { GlobalOptions, Session } from './session.ts';

export interface TargetOptions {
  readonly flavour?: FlavourName;
  readonly compositionFlavour?: CompositionFlavour;
}

/** `composition::flavour`, upstream's name for what is built. Either half may be empty. */
export interface CompositionFlavour {
  readonly composition: string | undefined;
  readonly flavour: FlavourName | undefined;
}

/** How the frame of commands calls a command's own work. */
export type RunWork = (command: Command, work: (session: Session) => Promise<unknown>) => Promise<void>;

/** What can be said before the command is also accepted after it. */
export function addGlobalOptions(command: Command): Command {
  return command
    .addOption(new Option('--directory <folder>', 'the project’s folder').hideHelp())
    .addOption(new Option('-v, --verbose', 'show commands and what they print').hideHelp())
    .addOption(new Option('-D, --debug', 'show where an error came from').hideHelp())
    .addOption(new Option('--no-color', 'no colours').default(undefined).hideHelp())
    .option('--json', 'print one JSON document: {"ok": true, "result"} or {"ok": false, "error"}');
}

/** Global options, whichever side of the command's name they were given on. */
export function globalOptions(command: Command): GlobalOptions {
  const own = command.opts<GlobalOptions>();
  const program = command.parent?.opts<GlobalOptions>() ?? {};
  const color = own.color === false || program.color === false ? { color: false } : {};
  return { ...program, ...withoutUndefined(own), ...color };
}

export function flavourOption(description = 'target platform'): Option {
  return new Option('-f, --flavour <flavour>', description).argParser(parseFlavour);
}

export function compositionFlavourOption(): Option {
  return new Option(
    '-C, --composition-flavour <composition::flavour>',
    'which composition, on which platform',
  ).argParser(parseCompositionFlavour);
}

function parseFlavour(text: string): FlavourName {
  const flavour = flavourNames.find((name) => name === text);
  if (flavour === undefined) {
    throw new InvalidArgumentError(`“${text}” is not a flavour. There are: ${flavourNames.join(', ')}.`);
  }
  return flavour;
}

function parseCompositionFlavour(text: string): CompositionFlavour {
  const [composition = '', flavour = '', ...rest] = text.split('::');
  if (rest.length > 0 || (composition === '' && flavour === '')) {
    throw new InvalidArgumentError(
      `“${text}” does not read as composition::flavour, e.g. composition::docker.`,
    );
  }
  return {
    composition: composition === '' ? undefined : composition,
    flavour: flavour === '' ? undefined : parseFlavour(flavour),
  };
}

/** For options that may be repeated. */
export function collect(value: string, previous: readonly string[] | undefined): readonly string[] {
  return [...(previous ?? []), value];
}

/** The two ways to name a flavour, made one. */
export function wantedTarget({ flavour, compositionFlavour }: TargetOptions): CompositionFlavour {
  const other = compositionFlavour?.flavour;
  if (flavour !== undefined && other !== undefined && flavour !== other) {
    throw new AppError('bad-input', `-f says ${flavour} and -C says ${other}.`, {
      hint: 'Give only one of them.',
    });
  }
  return { composition: compositionFlavour?.composition, flavour: flavour ?? other };
}

function withoutUndefined<Value extends object>(value: Value): Partial<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Partial<Value>;
}
