/** What has to be known of one composition on one flavour to say what can be done with it. */
import type { Deployment, NodeState, TargetStatus } from '#shared/contract/deployments.ts';
import type { Project } from '#shared/contract/projects.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import type { StepKind } from './steps.ts';

/** What is going on with the target. */
export interface Work {
  readonly doing: StepKind;
  readonly cancelling: boolean;
}

export interface SituationNode {
  readonly name: string;
  readonly state: NodeState['state'];
}

export interface Situation {
  readonly flavour: FlavourName;
  readonly connected: boolean;
  /** Whether the engine has told what is built and running. */
  readonly known: boolean;
  /** Whether it could not tell, e.g. because Docker does not answer. */
  readonly unreadable: boolean;
  readonly build: TargetStatus['build'];
  readonly deployment: {
    readonly freshness: Deployment['freshness'];
    readonly nodes: readonly SituationNode[];
  } | null;
  /** Whether this engine can start the flavour. */
  readonly startable: boolean;
  readonly work: Work | null;
  /** Whether the editor holds changes that are not in the files yet. */
  readonly unsaved: boolean;
  /** How many nodes a start would give; `null` while that is not known. */
  readonly plannedNodes: number | null;
  readonly library: Project['library'];
  /** Whether nodes of another target of the project run. */
  readonly othersRun: boolean;
}

/** Nodes of which something is there, in whatever state. */
export function presentNodes({ deployment }: Pick<Situation, 'deployment'>): readonly SituationNode[] {
  if (deployment === null || deployment.freshness === 'lost') return [];
  return deployment.nodes.filter(({ state }) => state !== 'absent');
}

/** Nodes that should run and do not, though nobody is starting or stopping them. */
export function endedNodes(situation: Pick<Situation, 'deployment'>): readonly SituationNode[] {
  return presentNodes(situation).length === 0
    ? []
    : (situation.deployment?.nodes ?? []).filter(
        ({ state }) => state === 'failed' || state === 'exited' || state === 'absent',
      );
}

export function runningNodes(situation: Pick<Situation, 'deployment'>): readonly SituationNode[] {
  return presentNodes(situation).filter(({ state }) => state === 'running');
}

/** Whether the files hold something that the newest build does not. */
export function needsBuild({ build, unsaved }: Pick<Situation, 'build' | 'unsaved'>): boolean {
  return unsaved || build !== 'built';
}

export function hasBuild({ build }: Pick<Situation, 'build'>): boolean {
  return build === 'built' || build === 'stale';
}
