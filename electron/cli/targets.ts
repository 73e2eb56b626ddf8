/** Which composition and flavour a command means, from what it was told and from what there is. */
import { basename } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import { AppError } from '#shared/errors.ts';
import type { CompositionFlavour } from './commandOptions.ts';
import type { Session } from './session.ts';

/** What a flake calls the composition of a project that has only one. */
const onlyComposition = 'composition';

/** What to build: the project's default flavour unless told, and its only composition unless told. */
export async function targetToBuild(session: Session, wanted: CompositionFlavour): Promise<Target> {
  const client = await session.client();
  const project = await client.projects.open({ directory: session.directory });
  const flavour = wanted.flavour ?? project.defaultFlavour;
  if (wanted.composition !== undefined) {
    return { directory: project.directory, composition: wanted.composition, flavour };
  }
  if (basename(project.compositionFile) !== 'compositions.nix') {
    return { directory: project.directory, composition: onlyComposition, flavour };
  }
  const listed = await client.compositions.list({ directory: project.directory });
  const names = [...new Set(listed.map(({ composition }) => composition).filter((name) => name !== ''))];
  const [name] = names;
  if (name !== undefined && names.length === 1)
    return { directory: project.directory, composition: name, flavour };
  throw new AppError('bad-input', `This project has ${names.length} compositions, and none was named.`, {
    hint:
      names.length === 0
        ? 'Add one to compositions.nix.'
        : `Name one: ${names.map((each) => `-C ${each}::${flavour}`).join(', ')}.`,
  });
}

/** What to start: the newest build among those that fit. */
export async function targetToStart(session: Session, wanted: CompositionFlavour): Promise<Target> {
  const client = await session.client();
  const { directory, defaultFlavour } = await client.projects.open({ directory: session.directory });
  if (wanted.composition !== undefined && wanted.flavour !== undefined) {
    return { directory, composition: wanted.composition, flavour: wanted.flavour };
  }
  const status = await client.deployments.status({ directory });
  const built = status
    .filter(({ build, composition, flavour }) => build !== 'never' && fits({ composition, flavour }, wanted))
    .sort((left, right) => (right.builtAt ?? 0) - (left.builtAt ?? 0));
  const [newest] = built;
  if (newest !== undefined) return { directory, composition: newest.composition, flavour: newest.flavour };
  const flavour = wanted.flavour ?? defaultFlavour;
  const what = wanted.composition === undefined ? flavour : `${wanted.composition}::${flavour}`;
  throw new AppError('not-built', `Nothing is built for ${what} in ${directory}.`, {
    hint: `Build it first: \`nxc build -f ${flavour}\`, or both at once: \`nxc start --build -f ${flavour}\`.`,
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
  const deployments = await client.deployments.list({ directory });
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

/** The node that a command names, or an error that says which ones there are. */
export function nodeNamed(deployment: Deployment, name: string): Deployment['nodes'][number] {
  const node = deployment.nodes.find((candidate) => candidate.name === name);
  if (node !== undefined) return node;
  throw new AppError('not-found', `There is no node “${name}”.`, {
    hint: `The nodes are: ${deployment.nodes.map((candidate) => candidate.name).join(', ')}.`,
  });
}
