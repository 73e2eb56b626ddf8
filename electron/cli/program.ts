/** The command line as a whole: names and options only. What a command does is loaded when it runs. */
import { Command, Option } from 'commander';
import { addGlobalOptions, type RunWork } from './commandOptions.ts';
import { declareBuild } from './commands/build.ts';
import { declareClean } from './commands/clean.ts';
import { declareCompletion } from './commands/completion.ts';
import { declareConnect } from './commands/connect.ts';
import { declareDemo } from './commands/demo.ts';
import { declareDoctor } from './commands/doctor.ts';
import { declareDriver } from './commands/driver.ts';
import { declareExec } from './commands/exec.ts';
import { declareHelper } from './commands/helper.ts';
import { declareInit } from './commands/init.ts';
import { declareLink } from './commands/link.ts';
import { declareLogs } from './commands/logs.ts';
import { declarePower } from './commands/power.ts';
import { declareScreenshot } from './commands/screenshot.ts';
import { declareServe } from './commands/serve.ts';
import { declareSnapshot } from './commands/snapshot.ts';
import { declareStart } from './commands/start.ts';
import { declareStatus } from './commands/status.ts';
import { declareStop } from './commands/stop.ts';
import { declareTemplates } from './commands/templates.ts';

const groups: readonly (readonly [string, readonly ((program: Command, run: RunWork) => Command)[]])[] = [
  ['The loop:', [declareInit, declareBuild, declareStart, declareConnect, declareDriver, declareStop]],
  ['Looking:', [declareStatus, declareLogs, declareExec, declareScreenshot]],
  ['Experiments:', [declarePower, declareLink, declareSnapshot]],
  [
    'The rest:',
    [
      declareServe,
      declareDemo,
      declareDoctor,
      declareTemplates,
      declareClean,
      declareHelper,
      declareCompletion,
    ],
  ],
];

/** The program with every command; `run` is called with the command that was asked for and its work. */
export function createProgram(version: string, run: RunWork): Command {
  const program = new Command('nxc')
    .description('Reproducible distributed systems: compositions built by Nix, running as nodes.')
    .version(version, '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .option('-d, --directory <folder>', 'the project’s folder (this one)')
    .option('-v, --verbose', 'show commands and what they print')
    .option('-D, --debug', 'show where an error came from')
    .addOption(new Option('--no-color', 'no colours').default(undefined))
    .option('--json', 'print one JSON document')
    // So that `nxc -d project start -d deployment.json` means two different things, as it does upstream.
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .addHelpText('after', '\nNew here? `nxc demo` shows everything once. `nxc COMMAND --help` tells more.');
  for (const [heading, declarations] of groups) {
    for (const declare of declarations) addGlobalOptions(declare(program, run)).helpGroup(heading);
  }
  return program;
}
