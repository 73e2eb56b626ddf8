import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import { AppError } from '#shared/errors.ts';
import { agrees, canAsk } from '../ask.ts';
import {
  collect,
  compositionFlavourOption,
  flavourOption,
  type RunWork,
  type TargetOptions,
  wantedTarget,
} from '../commandOptions.ts';
import { isDriverFlavour, runNixosTestDriver } from '../driver/nixosTestDriver.ts';
import { parseReports } from '../driver/reports.ts';
import { prepareTest, readScript, runTestScript } from '../driver/runTestScript.ts';
import { type GivenSizes, parseSizes } from '../machineSizes.ts';
import { refuseNotYet } from '../notYet.ts';
import { nodeTable } from '../output/deploymentText.ts';
import { count } from '../output/text.ts';
import { parseRoleOptions, readRolesFile } from '../roleOptions.ts';
import type { Session } from '../session.ts';
import { targetToBuild, targetToStart } from '../targets.ts';
import { build } from './build.ts';
import { reportHelp, talkTo } from './driver.ts';

interface StartOptions extends TargetOptions {
  readonly roleDistribution?: readonly string[];
  readonly build?: boolean;
  readonly reuse?: boolean;
  readonly composeInfo?: string;
  readonly executeTestScript?: boolean;
  readonly fileTestScript?: string;
  readonly interactive?: boolean;
  readonly report?: readonly string[];
  readonly memory?: readonly string[];
  readonly cores?: readonly string[];
  readonly anyway?: boolean;
}

export function declareStart(program: Command, run: RunWork): Command {
  return program
    .command('start')
    .summary('start the nodes of what was built')
    .description(
      'Starts the nodes of the newest build and waits until they run. With --build it builds first and replaces\n' +
        'only the nodes that changed: edit, `nxc start --build`, look, edit again.',
    )
    .argument('[roles_file]', 'YAML file with the number or names of nodes for each role')
    .addOption(flavourOption('which platform; that of the newest build when left out'))
    .addOption(compositionFlavourOption())
    .option(
      '-r, --role-distribution <role=n|role=a,b>',
      'how many nodes a role gets, or their names',
      collect,
    )
    .option('--build', 'build first, then keep the nodes that did not change')
    .option('--reuse', 'keep the nodes that run and did not change')
    .option('--compose-info <file>', 'start from this file instead of the newest build')
    .option('-t, --execute-test-script', 'run the composition’s test script once the nodes run')
    .option('--file-test-script <file>', 'run this script instead')
    .option(
      '-I, --interactive',
      'open a Python prompt once the nodes run; with -t: run the script there first',
    )
    .option('--report <file>', reportHelp, collect)
    .option(
      '--memory <role=MiB>',
      'virtual machines: memory of a role’s machines or of one node, or of all when none is named',
      collect,
    )
    .option('--cores <role=n>', 'virtual machines: cores, given in the same way', collect)
    .option('--anyway', 'virtual machines: start even if the memory of this machine may not do')
    .option('-W, --wait', 'accepted for compatibility: start always waits')
    .option('-m, --machines <file>', 'not there yet')
    .option('-i, --identity-file <key>', 'not there yet')
    .option('-k, --kernel-params <parameters>', 'not there yet')
    .option('-p, --parameter <key=value>', 'not there yet')
    .option('-P, --parameter-file <file>', 'not there yet')
    .option('-d, --deployment-file <file>', 'not there yet')
    .option('--push-path <path>', 'not there yet')
    .option('--remote-deployment-info', 'not there yet')
    .option('--port <number>', 'not there yet')
    .option('-s, --setup <variant>', 'not there yet')
    .option('-w, --sigwait', 'not there yet')
    .option('--ip-range <range>', 'not there yet')
    .action((rolesFile: string | undefined, options: StartOptions, command: Command) =>
      run(command, (session) => {
        refuseNotYet(command, notYetOptions);
        return startFromCommandLine(session, rolesFile, options);
      }),
    );
}

const notYetOptions = [
  'machines',
  'identityFile',
  'kernelParams',
  'parameter',
  'parameterFile',
  'deploymentFile',
  'pushPath',
  'remoteDeploymentInfo',
  'port',
  'setup',
  'sigwait',
  'ipRange',
];

async function startFromCommandLine(
  session: Session,
  rolesFile: string | undefined,
  options: StartOptions,
): Promise<unknown> {
  const distribution = {
    ...(rolesFile === undefined ? {} : await readRolesFile(resolve(session.directory, rolesFile))),
    ...parseRoleOptions(options.roleDistribution ?? []),
  };
  const script =
    options.fileTestScript === undefined ? undefined : await readScript(session, options.fileTestScript);
  const reports = parseReports(session.directory, options.report ?? []);
  const wanted = wantedTarget(options);
  const target =
    options.build === true ? await targetToBuild(session, wanted) : await targetToStart(session, wanted);
  const isDriver = isDriverFlavour(target.flavour);
  if (isDriver) refuseForDriver(target.flavour, rolesFile, options);
  if (options.build === true) await build(session, target);
  if (isDriver) return runNixosTestDriver(session, target);
  const isTest = options.executeTestScript === true || script !== undefined;
  if (isTest || options.interactive === true) await prepareTest(session);
  const machines = parseSizes(
    options.memory ?? [],
    options.cores ?? [],
    await rolesOf(session, target, options),
  );
  const deployment = await start(session, target, {
    distribution,
    anyway: options.anyway === true,
    ...(machines === undefined ? {} : { machines }),
    reuse: options.reuse === true || options.build === true,
    ...(options.composeInfo === undefined
      ? {}
      : { composeInfo: resolve(session.directory, options.composeInfo) }),
  });
  if (options.interactive === true) {
    await talkTo(session, target, undefined, isTest ? (script === undefined ? {} : { script }) : undefined);
    return { deployment };
  }
  if (isTest) {
    const test = await runTestScript(session, target, { script, reports });
    return { deployment, test };
  }
  const [first] = deployment.nodes;
  if (first !== undefined) session.print(`Next: ${session.style.bold(`nxc connect ${first.name}`)}`);
  return { deployment };
}

const nodeOptions = {
  roleDistribution: '-r',
  reuse: '--reuse',
  composeInfo: '--compose-info',
  executeTestScript: '-t',
  fileTestScript: '--file-test-script',
  report: '--report',
  memory: '--memory',
  cores: '--cores',
  anyway: '--anyway',
} as const satisfies Partial<Record<keyof StartOptions, string>>;

/** The driver has its nodes and its script built in: what would change them must not seem to be honoured. */
function refuseForDriver(flavour: string, rolesFile: string | undefined, options: StartOptions): void {
  const names = Object.entries(nodeOptions).flatMap(([name, flag]) =>
    options[name as keyof typeof nodeOptions] === undefined ? [] : [flag],
  );
  const given = rolesFile ?? names[0];
  if (given === undefined) return;
  throw new AppError(
    'bad-input',
    `The driver of ${flavour} starts as it is built; \`${given}\` means nothing to it.`,
    {
      hint:
        'The composition’s rolesDistribution says which nodes it has. At its prompt start_all() starts them, and ' +
        'test_script() runs the test.',
    },
  );
}

export interface StartRequest {
  readonly distribution?: Record<string, number | string[]>;
  readonly reuse?: boolean;
  readonly composeInfo?: string;
  readonly machines?: GivenSizes;
  readonly anyway?: boolean;
}

/** Starts and shows the nodes. Shared by every command that starts. */
export async function start(
  session: Session,
  target: Target,
  request: StartRequest = {},
): Promise<Deployment> {
  const begin = (anyway: boolean): Promise<Deployment> =>
    session.runJob({
      begin: (client) => client.deployments.start({ target, ...request, anyway }),
      result: (client, handle) => client.deployments.startResult(handle),
    });
  const deployment = await begin(request.anyway === true)
    .catch(async (thrown: unknown) => {
      if (await startsAnyway(session, thrown)) return begin(true);
      throw thrown;
    })
    .catch(async (thrown: unknown) => {
      throw await withWhatIsLeft(session, target, thrown);
    });
  const { composition, flavour } = deployment.target;
  session.print(`${count(deployment.nodes.length, 'node')} of ${composition}::${flavour}:`);
  for (const line of nodeTable(deployment, session.style)) session.print(`  ${line}`);
  return deployment;
}

/** Too little memory is no obstacle for whoever knows that the machines will not use all of it. */
async function startsAnyway(session: Session, thrown: unknown): Promise<boolean> {
  if (!(thrown instanceof AppError) || thrown.code !== 'not-enough-memory' || !canAsk(session)) return false;
  session.print(`${session.style.yellow('warning:')} ${thrown.message}`);
  return agrees(session, 'The system may end programs when it runs out. Start all the same?');
}

/** The roles of what is to be started, to tell them from nodes; none if the start is going to fail for lack of them. */
async function rolesOf(session: Session, { directory, composition, flavour }: Target, options: StartOptions) {
  if (options.memory === undefined && options.cores === undefined) return [];
  const { readDeclaredRoles } = await import('#engine/deployments/composeInfo.ts');
  const file =
    options.composeInfo === undefined
      ? join(directory, 'build', `${composition}::${flavour}`)
      : resolve(session.directory, options.composeInfo);
  return readDeclaredRoles(file, composition).then(
    ({ roles }) => roles,
    () => [],
  );
}

/** A cancelled start, completed with what is there now: by then whatever it had created has been dealt with. */
async function withWhatIsLeft(session: Session, target: Target, thrown: unknown): Promise<unknown> {
  if (!(thrown instanceof AppError) || thrown.code !== 'cancelled') return thrown;
  const client = await session.client();
  const deployments = await client.deployments.list({ directory: target.directory }).catch(() => undefined);
  if (deployments === undefined) return thrown;
  const nodes = deployments
    .filter(
      ({ target: { composition, flavour } }) =>
        composition === target.composition && flavour === target.flavour,
    )
    .flatMap((deployment) => deployment.nodes.filter(({ status }) => status.state !== 'absent'));
  if (nodes.length === 0) {
    return new AppError('cancelled', 'Cancelled. Everything that had been created was removed.', {
      cause: thrown,
    });
  }
  return new AppError('cancelled', 'Cancelled. Some nodes are there.', {
    hint: '`nxc start --reuse` goes on with them, `nxc stop` removes them.',
    details: { leftovers: nodes.map(({ name, status }) => `${name} (${status.state})`) },
    cause: thrown,
  });
}
