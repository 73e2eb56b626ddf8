import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Target } from '#shared/contract/common.ts';
import { collect, flavourOption, type RunWork, type TargetOptions, wantedTarget } from '../commandOptions.ts';
import { parseReports } from '../driver/reports.ts';
import { prepareTest, readScript, runTestScript } from '../driver/runTestScript.ts';
import type { Session } from '../session.ts';
import { runningDeployment, targetToBuild } from '../targets.ts';

interface DriverOptions extends TargetOptions {
  readonly testScript?: boolean;
  readonly login?: string;
  readonly deploymentFile?: string;
  readonly report?: readonly string[];
}

export function declareDriver(program: Command, run: RunWork): Command {
  return program
    .command('driver')
    .summary('run a test script on the running nodes, or talk to them in Python')
    .description(
      'Runs the composition’s test script (-t), or the one named, on the nodes that run. Without either it opens a\n' +
        'Python prompt. With -t -f nixos-test the NixOS test framework runs the script, as a build.\n' +
        'A test that fails ends with exit code 3.',
    )
    .argument('[script]', 'Python file to run instead of the composition’s test script')
    .addOption(flavourOption('of which platform; of the newest deployment when left out'))
    .option('-t, --test-script', 'run the composition’s own test script')
    .option('-l, --login <user>', 'who commands are run as on the nodes; root when left out')
    .option(
      '-d, --deployment-file <file>',
      'the deployment of this file, e.g. deploy/composition::docker.json',
    )
    .option('--report <file>', reportHelp, collect)
    .action((file: string | undefined, options: DriverOptions, command: Command) =>
      run(command, (session) => drive(session, file, options)),
    );
}

export const reportHelp =
  'write a report: .xml (JUnit), .json or .html, or all in a folder that ends in a slash; may be repeated';

async function drive(session: Session, file: string | undefined, options: DriverOptions): Promise<unknown> {
  const reports = parseReports(session.directory, options.report ?? []);
  const wanted = wantedTarget(options);
  if (wanted.flavour === 'nixos-test' && options.testScript === true && file === undefined) {
    return runTestScript(session, await targetToBuild(session, wanted), { reports, user: options.login });
  }
  const isPrompt = file === undefined && options.testScript !== true;
  // What is written into a pipe is a script.
  const isPiped = isPrompt && process.stdin.isTTY !== true;
  const named = file === undefined ? undefined : await readScript(session, file);
  await prepareTest(session);
  const target = await findTarget(session, options);
  if (isPrompt && !isPiped) {
    await talkTo(session, target, options.login);
    return {};
  }
  const script = isPiped ? { name: '<stdin>', source: await text(process.stdin) } : named;
  return runTestScript(session, target, { script, reports, user: options.login });
}

async function findTarget(session: Session, options: DriverOptions): Promise<Target> {
  if (options.deploymentFile === undefined) {
    return (await runningDeployment(session, wantedTarget(options))).target;
  }
  const { deploymentOfFile } = await import('../driver/deploymentFile.ts');
  return deploymentOfFile(session, options.deploymentFile);
}

/** Opens the Python prompt. Shared by every command that ends with one. */
export async function talkTo(
  session: Session,
  target: Target,
  user?: string,
  first?: { readonly script?: { readonly name: string; readonly source: string } },
): Promise<void> {
  const { openPrompt } = await import('../driver/prompt.ts');
  const deployments = await (await session.client()).deployments.list({ directory: target.directory });
  const running = deployments.find(
    (deployment) =>
      deployment.target.composition === target.composition && deployment.target.flavour === target.flavour,
  );
  const nodes = running?.nodes.map(({ name }) => name) ?? [];
  await openPrompt(session, {
    ...{ target, nodes, user },
    ...(first === undefined ? {} : { first: { ...first, pauseOnFailure: true } }),
  });
}
