/** Puts together what is known of a target, for views (as a hook) and for commands. */
import type { AppContext } from '#renderer/app/context.ts';
import { statusOf } from '#renderer/store/deployments.ts';
import { runningJobs } from '#renderer/store/jobs.ts';
import { useSlice } from '#renderer/store/slice.ts';
import type { Target } from '#shared/contract/common.ts';
import type { JobKind } from '#shared/contract/jobs.ts';
import { chosenNodesOf } from './chosenNodes.ts';
import { plan } from './distributions.ts';
import { operationsOf } from './operate.ts';
import { currentStep, operationOn } from './operations.ts';
import { plansOf } from './plans.ts';
import { justSavedOf } from './readStatus.ts';
import { presentNodes, type Situation, type Work } from './situation.ts';
import { startableOf } from './startable.ts';
import type { StepKind } from './steps.ts';
import { unsavedEdits } from './unsavedEdits.ts';

export function readSituation(app: AppContext, target: Target): Situation {
  const { connection, deployments, workspace } = app;
  const state = deployments.getState();
  const status = statusOf(state, target);
  const { project } = workspace.getState();
  const others = state.targets.filter((other) => other !== status);
  return {
    flavour: target.flavour,
    connected: connection.status.getState().state === 'connected',
    known: state.known && state.directory === target.directory && status?.problem === undefined,
    unreadable: state.problem !== null || status?.problem !== undefined,
    build: buildState(status?.build ?? 'never', justSavedOf(app).getState()),
    deployment: toSituation(status?.deployment ?? null),
    startable: startableOf(app).getState()?.includes(target.flavour) ?? true,
    work: workOn(app, target),
    unsaved: unsavedEdits.getState() > 0,
    plannedNodes: plannedNodes(app, target),
    library: project.phase === 'open' ? project.project.library : 'not-ours',
    othersRun: others.some(
      ({ deployment }) => presentNodes({ deployment: toSituation(deployment) }).length > 0,
    ),
  };
}

/** What was saved a moment ago is not in the build: the button must not offer what fits the files before. */
function buildState(build: Situation['build'], justSaved: boolean): Situation['build'] {
  return build === 'built' && justSaved ? 'stale' : build;
}

const whole = <State>(state: State): State => state;

/** The same, drawn again whenever any of it changes. */
export function useSituation(app: AppContext, target: Target): Situation {
  useSlice(app.connection.status, whole);
  useSlice(app.deployments, whole);
  useSlice(app.workspace, whole);
  useSlice(app.jobs, whole);
  useSlice(startableOf(app), whole);
  useSlice(operationsOf(app), whole);
  useSlice(plansOf(app), whole);
  useSlice(chosenNodesOf(app), whole);
  useSlice(unsavedEdits, whole);
  useSlice(justSavedOf(app), whole);
  return readSituation(app, target);
}

type Deployment = NonNullable<ReturnType<typeof statusOf>>['deployment'];

function toSituation(deployment: Deployment): Situation['deployment'] {
  if (deployment === null) return null;
  const nodes = deployment.nodes.map(({ name, status }) => ({ name, state: status.state }));
  return { freshness: deployment.freshness, nodes };
}

function plannedNodes(app: AppContext, target: Target): number | null {
  const known = plansOf(app).planOf(target);
  if (known === undefined) return null;
  return plan(known.roles, known.declared, chosenNodesOf(app).forStart(target)).nodes?.length ?? null;
}

const stepKinds: ReadonlySet<JobKind> = new Set<StepKind>(['build', 'start', 'stop', 'test']);
const isStepKind = (kind: JobKind): kind is StepKind => stepKinds.has(kind);

/** What this window does with the target; else what another window does with the project, whatever its target. */
function workOn(app: AppContext, target: Target): Work | null {
  const state = operationsOf(app).getState();
  const own = operationOn(state, target);
  const step = own === null ? null : currentStep(own);
  if (own !== null && step !== null) return { doing: step.kind, cancelling: own.cancelling };
  const foreign = foreignJob(app, target.directory);
  return foreign === null ? null : { doing: foreign.kind, cancelling: false };
}

export function foreignJob(
  app: AppContext,
  directory: string,
): { readonly job: string; readonly kind: StepKind } | null {
  const ours = new Set(
    operationsOf(app)
      .getState()
      .operations.flatMap(({ jobs }) => jobs),
  );
  for (const { job, kind, directory: where } of runningJobs(app.jobs.getState())) {
    if (where === directory && isStepKind(kind) && !ours.has(job)) return { job, kind };
  }
  return null;
}
