/** The build of the chosen composition and flavour: how far it is, what went wrong, and all that Nix tells of it. */
import { Hammer } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import type { PanelProps } from '#renderer/app/panels.ts';
import { actionTexts } from '#renderer/features/run/actionTexts.ts';
import { cliLine } from '#renderer/features/run/cliLines.ts';
import { operationsOf } from '#renderer/features/run/operate.ts';
import { currentStep, operationOn, outcomeOf } from '#renderer/features/run/operations.ts';
import { within } from '#renderer/features/run/positions.ts';
import { foreignJob } from '#renderer/features/run/readSituation.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { StepHeader } from '#renderer/features/run/StepHeader.tsx';
import { useVisibility } from '#renderer/features/run/visiblePanels.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { Disclosure } from '#renderer/ui/Disclosure.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { ProgressBar } from '#renderer/ui/Progress.tsx';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import type { Target } from '#shared/contract/common.ts';
import './Build.css';
import { BuildLog } from './BuildLog.tsx';
import { BuildSummary } from './BuildSummary.tsx';
import { buildLogsOf, otherSource, useBuildLog } from './buildLogs.ts';
import { buildRunsOf, noRun } from './buildRuns.ts';
import { DerivationList } from './DerivationList.tsx';

export default function BuildPanel({ isVisible }: PanelProps) {
  const { workspace } = useApp();
  useVisibility('build', isVisible);
  useSlice(workspace, ({ project }) => project);
  const target = workspace.target();
  return target === null ? null : <Build target={target} />;
}

function Build({ target }: { readonly target: Target }) {
  const app = useApp();
  const { commands } = app;
  const operation = useSlice(operationsOf(app), (state) => operationOn(state, target));
  const outcome = useSlice(operationsOf(app), (state) => outcomeOf(state, target, 'build'));
  useSlice(app.jobs, (state) => state.byId);
  const foreign = foreignJob(app, target.directory);
  const isOurs = operation !== null && currentStep(operation)?.kind === 'build';
  const foreignBuild = foreign?.kind === 'build' ? foreign.job : undefined;
  const running = isOurs ? operation.jobs[operation.current] : foreignBuild;
  const isRunning = isOurs || foreignBuild !== undefined;
  const job = isRunning ? running : outcome?.job;
  const run = useSlice(buildRunsOf(app), ({ runs }) => (job === undefined ? noRun : (runs[job] ?? noRun)));
  const summary = useSlice(app.jobs, ({ byId }) => (job === undefined ? undefined : byId[job]));

  if (!isRunning && outcome === null) {
    const { icon, title } = actionTexts.build;
    return (
      <EmptyState
        icon={Hammer}
        title="No build in this window yet"
        action={
          <Button icon={icon} onClick={() => void commands.execute(runCommands.build)}>
            {title}
          </Button>
        }
        command={cliLine('build', target, {})}
      >
        A build turns the composition into systems that can be started. Nix tells here what it builds and
        downloads, how long each part takes, and what went wrong.
      </EmptyState>
    );
  }
  const problem = isRunning ? null : (outcome?.end.problem ?? null);
  return (
    <div className="build-panel">
      <h2 className="visually-hidden">Build</h2>
      <StepHeader
        target={target}
        isRunning={isRunning}
        what="The build"
        summary={
          <BuildSummary
            target={target}
            run={run}
            outcome={isRunning ? null : outcome}
            startedAt={operation?.startedAt ?? summary?.startedAt ?? null}
            isCancelling={operation?.cancelling ?? false}
          />
        }
        again={{
          icon: Hammer,
          label: 'Build again',
          run: () => void commands.execute(runCommands.build),
        }}
      />
      {isRunning && (
        <ProgressBar
          label="Progress of the build"
          done={run.counts?.done ?? 0}
          expected={run.counts?.expected ?? 0}
        />
      )}
      {problem !== null && problem.code !== 'cancelled' && (
        <ErrorNotice
          title="The build failed"
          error={within(target.directory, problem)}
          onOpenPosition={({ file, line, column }) =>
            void commands.execute(frameCommands.openFile, { file, position: { line, column } })
          }
        />
      )}
      {run.warnings.map(({ message, hint }) => (
        <p key={message} className="build-warning">
          <StateIcon state="stale" />
          <span>
            {message} {hint !== null && <span className="muted">{hint}</span>}
          </span>
        </p>
      ))}
      <div className="build-commands">
        <CommandLine command={cliLine('build', target, {})} />
        {[...new Set(run.commands)].slice(-1).map((command) => (
          <CommandLine key={command} command={command} />
        ))}
      </div>
      {job !== undefined && (
        <>
          <DerivationList job={job} derivations={run.derivations} isRunning={isRunning} />
          <OtherOutput job={job} />
        </>
      )}
    </div>
  );
}

function OtherOutput({ job }: { readonly job: string }) {
  const log = useBuildLog(buildLogsOf(useApp()), job, otherSource);
  if (log.lines.length === 0) return null;
  return (
    <Disclosure summary="What else Nix said">
      <BuildLog job={job} source={otherSource} label="What else Nix said" />
    </Disclosure>
  );
}
