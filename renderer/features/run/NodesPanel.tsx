/** The nodes of the chosen composition and flavour: what they do, how to reach them, and what ended. */
import { Server, SlidersHorizontal } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import type { PanelProps } from '#renderer/app/panels.ts';
import { deploymentOf, statusOf } from '#renderer/store/deployments.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import { useNow } from '#renderer/ui/useNow.ts';
import { ago, count } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import type { Deployment } from '#shared/contract/deployments.ts';
import { AppError, type SerializedError, toAppError } from '#shared/errors.ts';
import { startAnyway } from './askForMemory.ts';
import { EndedNode } from './EndedNode.tsx';
import { lineFor } from './lineFor.ts';
import { NodeTable } from './NodeTable.tsx';
import { nextAction } from './nextAction.ts';
import { nodeProgressOf } from './nodeProgress.ts';
import { operationsOf } from './operate.ts';
import { outcomeOf } from './operations.ts';
import { within } from './positions.ts';
import { useSituation } from './readSituation.ts';
import { replacedWords } from './replaced.ts';
import { runCommands } from './runCommands.ts';
import './Run.css';
import { StopReport } from './StopReport.tsx';
import { endedNodes, presentNodes, type Situation } from './situation.ts';
import { useVisibility } from './visiblePanels.ts';

export default function NodesPanel({ isVisible }: PanelProps) {
  const { workspace } = useApp();
  useVisibility('nodes', isVisible);
  useSlice(workspace, ({ project }) => project);
  const target = workspace.target();
  return target === null ? null : <Nodes target={target} isVisible={isVisible} />;
}

function Nodes({ target, isVisible }: { readonly target: Target; readonly isVisible: boolean }) {
  const app = useApp();
  const situation = useSituation(app, target);
  const { deployment, problem, known } = useSlice(app.deployments, (state) => ({
    deployment: deploymentOf(state, target),
    // Docker may be down while virtual machines can be listed, and the other way round.
    problem: statusOf(state, target)?.problem ?? state.problem,
    known: state.known && statusOf(state, target)?.problem === undefined,
  }));
  const started = useSlice(operationsOf(app), (state) => outcomeOf(state, target, 'start'));
  const stopped = useSlice(operationsOf(app), (state) => outcomeOf(state, target, 'stop'));
  const startProblem = situation.work === null ? (started?.end.problem ?? null) : null;
  const isStopLast = stopped !== null && stopped.at > (started?.at ?? 0);
  const present = presentNodes(situation);
  if (problem !== null && !known) {
    return (
      <div className="nodes-panel">
        <ErrorNotice title="The nodes cannot be listed" error={problemOf(problem)} />
      </div>
    );
  }
  if (!known) {
    return (
      <div className="nodes-panel">
        <Spinner doing="Reading what runs" waitingFor={`${target.flavour} to answer`} />
      </div>
    );
  }
  return (
    <div className="nodes-panel">
      <h2 className="visually-hidden">Nodes</h2>
      {startProblem !== null && startProblem.code !== 'cancelled' && !isStopLast && (
        <ErrorNotice
          title={
            startProblem.code === 'not-enough-memory' ? 'Nothing was started' : 'Not every node was started'
          }
          error={within(target.directory, startProblem)}
          actions={
            startProblem.code === 'not-enough-memory' && (
              <Button onClick={() => void startAnyway(app, target)}>Start all the same</Button>
            )
          }
        />
      )}
      {stopped !== null && isStopLast && present.length === 0 && <StopReport outcome={stopped} />}
      {deployment === null || present.length === 0 ? (
        <NoNodes target={target} situation={situation} />
      ) : (
        <Running deployment={deployment} target={target} situation={situation} isVisible={isVisible} />
      )}
    </div>
  );
}

/** What the engine told as data, or what was thrown on the way to it. */
function problemOf(problem: unknown): SerializedError {
  return isTold(problem) ? problem : toAppError(problem).toJSON();
}

const isTold = (problem: unknown): problem is SerializedError =>
  typeof problem === 'object' && problem !== null && 'code' in problem && !(problem instanceof Error);

interface RunningProps {
  readonly deployment: Deployment;
  readonly target: Target;
  readonly situation: Situation;
  readonly isVisible: boolean;
}

/** Notices shown; the table still has every node. */
const noticesShown = 5;

function Running({ deployment, target, situation, isVisible }: RunningProps) {
  const app = useApp();
  const now = useNow(isVisible, 30_000);
  const started = useSlice(operationsOf(app), (state) => outcomeOf(state, target, 'start'));
  const progress = useSlice(nodeProgressOf(app), (state) => state);
  const isOurs = started?.end.problem === null && started.end.result.startedAt === deployment.startedAt;
  const replaced = started !== null && isOurs ? replacedWords(started, progress) : null;
  const ended = new Set(situation.work === null ? endedNodes(situation).map(({ name }) => name) : []);
  const notices = deployment.nodes.filter(({ name }) => ended.has(name));
  return (
    <>
      {notices.slice(0, noticesShown).map((node) => (
        <EndedNode key={node.name} node={node} target={target} />
      ))}
      {notices.length > noticesShown && (
        <p className="muted">{notices.length - noticesShown} more have ended; the table shows which.</p>
      )}
      {deployment.notices?.map((notice) => (
        <p key={notice} className="nodes-notice" role="note">
          <StateIcon state="stale" />
          <span>{notice}</span>
        </p>
      ))}
      <div className="nodes-header">
        <p className="muted tabular">
          {count(deployment.nodes.length, 'node')} on {target.flavour}, started{' '}
          {ago(now - deployment.startedAt)}
          {deployment.freshness === 'stale' && ' from an older build'}
          {replaced !== null && `. ${replaced}`}
        </p>
        <Button
          icon={SlidersHorizontal}
          onClick={() => void app.commands.execute(runCommands.startWith)}
          disabled={situation.work !== null}
        >
          Change their number
        </Button>
      </div>
      <NodeTable deployment={deployment} target={target} isVisible={isVisible} />
    </>
  );
}

function NoNodes({ target, situation }: { readonly target: Target; readonly situation: Situation }) {
  const app = useApp();
  const next = nextAction(situation);
  return (
    <EmptyState
      icon={Server}
      title="No nodes run"
      action={
        next.kind === 'action' ? (
          <Button onClick={() => void app.commands.execute(runCommands.next)}>{next.label}</Button>
        ) : undefined
      }
      command={next.kind === 'action' ? lineFor(app, next.action, target) : null}
    >
      {situation.startable
        ? 'A node is one machine with the configuration of a role. Each will be listed here with its state, its address and its open ports.'
        : new AppError('unsupported', `“${target.flavour}” is built here, not started.`).message}
    </EmptyState>
  );
}
