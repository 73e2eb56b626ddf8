import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { byUrgency, checkStates, useChecks } from '#renderer/features/doctor/checks.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { StateIcon, StateLabel } from '#renderer/ui/StateLabel.tsx';

/** What is missing with its remedy; or that nothing is. */
export function MachineSummary() {
  const { commands } = useApp();
  const { checks, known, problem } = useChecks();
  if (problem !== null) return <p className="muted">It could not be checked: {problem.message}</p>;
  if (!known) return <Spinner doing="Checking" waitingFor="Nix and Docker to answer" />;
  const wrong = byUrgency(checks).filter(({ state }) => state !== 'passed');
  return (
    <div className="machine-summary">
      {wrong.length === 0 && (
        <StateLabel state="running">Nix, Docker and everything else needed are there</StateLabel>
      )}
      {wrong.slice(0, 3).map(({ id, state, title, description, fixes: [fix] }) => (
        <div key={id} className="machine-problem">
          <StateIcon state={checkStates[state].state} />
          <div>
            <p>
              <strong>{title}</strong>
              <span className="muted"> {description}</span>
            </p>
            {fix !== undefined && <CommandLine command={fix.command} />}
          </div>
        </div>
      ))}
      {wrong.length > 0 && (
        <p className="muted">Editing, the picture and the explanations work without it.</p>
      )}
      <Button onClick={() => void commands.execute(frameCommands.doctor)}>
        {wrong.length === 0 ? 'Show all checks' : 'Repair with the doctor'}
      </Button>
    </div>
  );
}
