/** From nothing to a tested deployment and back to nothing, one numbered step after the other. */
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import { AppError } from '#shared/errors.ts';
import { build } from '../commands/build.ts';
import { start } from '../commands/start.ts';
import { stop } from '../commands/stop.ts';
import { prepareTest, runTestScript } from '../driver/runTestScript.ts';
import { duration } from '../output/text.ts';
import type { Session } from '../session.ts';
import { whatDockerStillHas } from './leftovers.ts';

export interface DemoOptions {
  readonly flavour: Target['flavour'];
  /** Leave the nodes running and the project where it is. */
  readonly keep: boolean;
}

interface DemoStep {
  readonly title: string;
  readonly durationMs: number;
}

export interface DemoResult {
  readonly directory: string;
  readonly kept: boolean;
  readonly steps: readonly DemoStep[];
}

/**
 * Runs the demo. On failure it stops what it started and keeps the project for the user to look at.
 *
 * @throws AppError of the step that failed
 */
export async function runDemo(session: Session, { flavour, keep }: DemoOptions): Promise<DemoResult> {
  const client = await session.client();
  // Docker and Nix know the folder by its real path, which macOS hides behind a link.
  const parent = await realpath(await mkdtemp(join(tmpdir(), 'nxc-demo-')));
  const directory = join(parent, 'tutorial');
  const target: Target = { directory, composition: 'composition', flavour };
  const steps: DemoStep[] = [];
  const startedAt = performance.now();

  async function step<Value>(title: string, work: () => Promise<Value>): Promise<Value> {
    if (session.signal.aborted) throw new AppError('cancelled', 'The demo was cancelled.');
    session.print(`\n${session.style.bold(`${steps.length + 1}. ${title}`)}`);
    const begun = performance.now();
    const value = await work();
    const durationMs = performance.now() - begun;
    steps.push({ title, durationMs });
    session.print(session.style.dim(`   ${duration(durationMs)}`));
    return value;
  }

  let mayRun = false;
  try {
    await step('A project from the template “tutorial”', async () => {
      const { created } = await client.projects.init({ directory, template: 'tutorial', flavour });
      session.print(`   ${created.join(', ')} in ${directory}`);
    });
    await step(`Building it for ${flavour}`, () => build(session, target));
    const deployment = await step('Starting its nodes', async () => {
      mayRun = true;
      await prepareTest(session);
      return start(session, target);
    });
    await step('The client fetches a page from the server', () => fetchPage(session, target));
    await step('Running its test script', () => runTestScript(session, target));
    if (keep) {
      session.print(`\nThe nodes still run. Try:  cd ${directory} && nxc connect client`);
      session.print('Afterwards:                nxc stop');
      return { directory, kept: true, steps };
    }
    await step('Stopping', () => stop(session, target));
    mayRun = false;
    await step('Looking whether anything is left', () => assertNothingLeft(session, target, deployment));
    await rm(parent, { recursive: true, force: true });
  } catch (error) {
    if (mayRun && !keep) await cleanUp(session, target);
    session.print(`\nThe project and its files are kept in ${directory}.`);
    throw error;
  }
  session.print(
    `\n${session.style.green('The demo succeeded')} in ${duration(performance.now() - startedAt)}.`,
  );
  session.print(`Next: ${session.style.bold('nxc init my-project && cd my-project && nxc start --build')}`);
  return { directory, kept: false, steps };
}

async function fetchPage(session: Session, target: Target): Promise<void> {
  const client = await session.client();
  const command = 'wget -qO- http://server';
  // A node that runs may still be starting its services; a page is served some moments later.
  const result = await client.deployments.execute({
    target,
    node: 'client',
    command: `for attempt in 1 2 3 4 5 6 7 8 9 10; do ${command} && exit 0; sleep 0.2; done; exit 1`,
  });
  session.print(`   client$ ${command}`);
  for (const line of result.stdout.trimEnd().split('\n')) session.print(`   ${line}`);
  if (result.exitCode === 0) return;
  throw new AppError('node-failed', `The client could not fetch the page: ${result.stderr.trim()}`, {
    hint: 'Run `nxc demo --keep` and look with `nxc logs server`.',
    details: { node: 'client', command: { command, exitCode: result.exitCode, lastLines: [] } },
  });
}

/** Docker is asked itself; machines are looked for as any later process of ours would. */
async function assertNothingLeft(session: Session, target: Target, deployment: Deployment): Promise<void> {
  if (target.flavour === 'docker') {
    const left = await whatDockerStillHas(deployment.identifier, process.env);
    if (left.length > 0) throw leftBehind(left);
    session.print('   No container, no network, no volume.');
    return;
  }
  const client = await session.client();
  const left = await client.deployments.list({ directory: target.directory });
  if (left.length > 0) throw stillListed(left.flatMap(({ nodes }) => nodes.map(({ name }) => name)));
  session.print('   No machine, no file of one.');
}

function stillListed(left: readonly string[]): AppError {
  return new AppError('node-failed', `After the stop there is still something of ${left.join(', ')}.`, {
    hint: 'Stop once more with `nxc stop`, and report this as a bug.',
    details: { leftovers: left },
  });
}

/** After a failure: what was started is stopped, and what goes wrong with that must not hide the failure. */
async function cleanUp(session: Session, target: Target): Promise<void> {
  const client = await session.client();
  try {
    await client.deployments.stopResult(await client.deployments.stop({ target }));
    session.print('\nThe nodes were stopped.');
  } catch {
    session.print(`\nThe nodes could not be stopped; do it with: nxc -d ${target.directory} stop`);
  }
}

function leftBehind(left: readonly string[]): AppError {
  return new AppError('node-failed', `After the stop Docker still has ${left.length} things of the demo.`, {
    hint: 'Remove them with `docker rm -f`, `docker network rm` and `docker volume rm`, and report this as a bug.',
    details: { leftovers: left },
  });
}
