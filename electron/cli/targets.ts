/** Which composition and flavour a command means, from what it was told and from what there is. */
import { basename } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import { AppError } from '#shared/errors.ts';
import { chooseTarget } from '#shared/model/chooseTarget.ts';
import { builtTargets } from './builtTargets.ts';
import type { CompositionFlavour } from './commandOptions.ts';
import type { Session } from './session.ts';

/** What to build: the project's default flavour unless told, and its only composition unless told. */
export async function targetToBuild(session: Session, wanted: CompositionFlavour): Promise<Target> {
  const client = await session.client();
  const { directory, defaultFlavour, compositionFile } = await client.projects.open({
    directory: session.directory,
  });
  // Only a project of several compositions has to be evaluated to know their names.
  const mustAsk = wanted.composition === undefined && basename(compositionFile) === 'compositions.nix';
  const offered = mustAsk
    ? await client.compositions.list({ directory }, { signal: session.signal })
    : undefined;
  return { directory, ...chooseTarget(wanted, defaultFlavour, offered) };
}

/** What to start: the newest build among those that fit. */
export async function targetToStart(session: Session, wanted: CompositionFlavour): Promise<Target> {
  const client = await session.client();
  const { directory, defaultFlavour } = await client.projects.open({ directory: session.directory });
  const { composition, flavour } = wanted;
  if (composition !== undefined && flavour !== undefined) return { directory, composition, flavour };
  // Read from build/ itself: asking for the status would evaluate the project, which takes longer than the start.
  const newest = builtTargets(directory).find((target) => fits(target, wanted));
  if (newest !== undefined) return { directory, ...newest };
  const likely = flavour ?? defaultFlavour;
  const what = composition === undefined ? likely : `${composition}::${likely}`;
  throw new AppError('not-built', `Nothing is built for ${what} in ${directory}.`, {
    hint: `Build it first: \`nxc build -f ${likely}\`, or both at once: \`nxc start --build -f ${likely}\`.`,
  });
}

/** The deployment that is meant: the newest one that fits and of which something runs. */
export async function runningDeployment(session: Session, wanted: CompositionFlavour): Promise<Deployment> {
  const fitting = await deploymentsThatFit(session, wanted);
  const [newest] = fitting.filter(({ freshness }) => freshness !== 'lost');
  if (newest !== undefined) return newest;
  throw new AppError('not-found', `Nothing of this project runs${inFlavour(wanted)}.`, {
    hint: 'Start it: `nxc start`, or `nxc start --build` to build it first. `nxc status` shows what there is.',
  });
}

/** What to stop; also a deployment of which only the file is left, so that it can be cleared away. */
export async function deploymentToStop(session: Session, wanted: CompositionFlavour): Promise<Target> {
  const [newest] = await deploymentsThatFit(session, wanted);
  if (newest !== undefined) return newest.target;
  throw new AppError(
    'not-found',
    `Nothing of this project runs${inFlavour(wanted)}: there is nothing to stop.`,
    {
      hint: '`nxc status` shows what there is.',
    },
  );
}

async function deploymentsThatFit(session: Session, wanted: CompositionFlavour): Promise<Deployment[]> {
  const client = await session.client();
  const { directory } = await client.projects.open({ directory: session.directory });
  const { flavour } = wanted;
  const deployments = await client.deployments.list({
    directory,
    ...(flavour === undefined ? {} : { flavour }),
  });
  return deployments
    .filter(({ target }) => fits(target, wanted))
    .sort((left, right) => right.startedAt - left.startedAt);
}

function fits(target: Pick<Target, 'composition' | 'flavour'>, wanted: CompositionFlavour): boolean {
  return (
    (wanted.flavour === undefined || wanted.flavour === target.flavour) &&
    (wanted.composition === undefined || wanted.composition === target.composition)
  );
}

function inFlavour({ flavour }: CompositionFlavour): string {
  return flavour === undefined ? '' : ` on ${flavour}`;
}

/** The nodes that a command names, each once. */
export function nodesNamed(deployment: Deployment, names: readonly string[]): Deployment['nodes'] {
  return [...new Set(names)].map((name) => nodeNamed(deployment, name));
}

/** The node that a command names, or an error that says which ones there are. */
export function nodeNamed(deployment: Deployment, name: string): Deployment['nodes'][number] {
  const node = deployment.nodes.find((candidate) => candidate.name === name);
  if (node !== undefined) return node;
  throw new AppError('not-found', `There is no node “${name}”.`, {
    hint: `The nodes are: ${deployment.nodes.map((candidate) => candidate.name).join(', ')}.`,
  });
}
