import type { Command } from 'commander';
import type { BuildResult } from '#shared/contract/builds.ts';
import type { Target } from '#shared/contract/common.ts';
import {
  compositionFlavourOption,
  flavourOption,
  type RunWork,
  type TargetOptions,
  wantedTarget,
} from '../commandOptions.ts';
import { isDriverFlavour } from '../driver/nixosTestDriver.ts';
import { notYet, refuseNotYet } from '../notYet.ts';
import { count, duration } from '../output/text.ts';
import type { Session } from '../session.ts';
import { targetToBuild } from '../targets.ts';

interface BuildCommandOptions extends TargetOptions {
  readonly listFlavours?: boolean;
  readonly listCompositionsFlavours?: boolean;
  readonly updateFlake?: boolean;
  readonly outLink?: string;
  readonly nixFlags?: string;
  readonly showTrace?: boolean;
  readonly dryRun?: boolean;
  readonly dryBuild?: boolean;
  readonly warm?: boolean;
}

export function declareBuild(program: Command, run: RunWork): Command {
  return program
    .command('build')
    .summary('build a composition for a flavour')
    .description(
      'Builds a composition for a flavour with Nix and makes it ready to start. Building for nixos-test runs the test\n' +
        'script; a test that fails ends with exit code 3.',
    )
    .argument('[composition_file]', 'not there yet: the file that nxc.json names is built')
    .addOption(flavourOption())
    .addOption(compositionFlavourOption())
    .option('-F, --list-flavours', 'list the flavours that the project offers and end')
    .option('-L, --list-compositions-flavours', 'list what can be built, as composition::flavour, and end')
    .option('-u, --update-flake', 'update the inputs in flake.lock first')
    .option('-o, --out-link <path>', 'where the link to the build goes (build/<composition>::<flavour>)')
    .option('--nix-flags <flags>', 'flags for nix build, in one word: --nix-flags "--cores 2"')
    .option('--show-trace', 'where an evaluation error came from, call by call')
    .option('--dry-run', 'say what would be built and build nothing')
    .option('--dry-build', 'the same as --dry-run')
    .option(
      '--warm',
      'virtual machines: boot each role once, so that the first start is as quick as later ones',
    )
    .option('-s, --setup <variant>', 'not there yet')
    .option('-p, --setup-param <key=value>', 'not there yet')
    .option('--monitor', 'not there yet')
    .action((file: string | undefined, options: BuildCommandOptions, command: Command) =>
      run(command, (session) => {
        if (file !== undefined) throw notYet('Building another composition file than the project’s');
        refuseNotYet(command, ['setup', 'setupParam', 'monitor']);
        return options.listFlavours === true || options.listCompositionsFlavours === true
          ? list(session, options)
          : buildFromCommandLine(session, options);
      }),
    );
}

async function buildFromCommandLine(session: Session, options: BuildCommandOptions): Promise<BuildResult> {
  const target = await targetToBuild(session, wantedTarget(options));
  const dryRun = options.dryRun === true || options.dryBuild === true;
  const result = await build(session, target, {
    dryRun,
    showTrace: options.showTrace ?? false,
    updateInputs: options.updateFlake ?? false,
    warm: options.warm ?? false,
    nixFlags: splitFlags(options.nixFlags ?? ''),
    ...(options.outLink === undefined ? {} : { outLink: options.outLink }),
  });
  if (!dryRun) session.print(nextStep(target, session));
  return result;
}

function nextStep({ flavour }: Target, { style }: Session): string {
  if (flavour === 'nixos-test') return style.green('The test script passed.');
  return `Next: ${style.bold(isDriverFlavour(flavour) ? `nxc start -f ${flavour}` : 'nxc start')}`;
}

export interface BuildRequest {
  readonly dryRun?: boolean;
  readonly showTrace?: boolean;
  readonly updateInputs?: boolean;
  readonly warm?: boolean;
  readonly nixFlags?: string[];
  readonly outLink?: string;
}

/** Builds and says what came out. Shared by every command that builds. */
export async function build(
  session: Session,
  target: Target,
  options: BuildRequest = {},
): Promise<BuildResult> {
  const result = await session.runJob({
    begin: (client) => client.builds.build({ target, options }),
    result: (client, handle) => client.builds.result(handle),
  });
  if (options.dryRun === true) {
    session.print(`Would build ${count(result.wouldBuild.length, 'derivation')}:`);
    for (const derivation of result.wouldBuild) session.print(`  ${derivation}`);
  } else {
    const built =
      result.derivationsBuilt === 0 ? 'nothing had changed' : count(result.derivationsBuilt, 'derivation');
    session.print(
      `Built ${target.composition}::${target.flavour} in ${duration(result.durationMs)} (${built}): ${result.outLink}`,
    );
  }
  return result;
}

async function list(session: Session, options: BuildCommandOptions): Promise<unknown> {
  const client = await session.client();
  const { directory } = await client.projects.open({ directory: session.directory });
  const listed = await client.compositions.list({ directory }, { signal: session.signal });
  const names =
    options.listFlavours === true
      ? [...new Set(listed.map(({ flavour }) => flavour))]
      : listed.map(({ composition, flavour }) => `${composition}::${flavour}`);
  for (const name of names) session.print(name);
  return names;
}

/** Splits as a shell does with plain and quoted words; nothing in them is expanded. */
export function splitFlags(text: string): string[] {
  const words = text.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replace(/"([^"]*)"|'([^']*)'/g, (_, double, single) => double ?? single));
}
