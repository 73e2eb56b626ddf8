import { RefreshCw } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { CheckList } from './CheckList.tsx';
import { byUrgency, checkMachine, useChecks } from './checks.ts';
import './Doctor.css';

export default function DoctorPanel() {
  const app = useApp();
  const { checks, doing, known, problem } = useChecks();
  const failed = checks.filter(({ state }) => state === 'failed').length;
  const warnings = checks.filter(({ state }) => state === 'warning').length;
  return (
    <div className="doctor">
      <header className="doctor-header">
        <div>
          <h1>Doctor</h1>
          <p className="muted">{summary(known, failed, warnings)}</p>
        </div>
        <Button icon={RefreshCw} disabled={doing !== 'nothing'} onClick={() => void checkMachine(app)}>
          Check again
        </Button>
      </header>
      {problem !== null && <ErrorNotice title="The check did not come to its end" error={problem.toJSON()} />}
      {!known && problem === null && (
        <Spinner doing="Checking this machine" waitingFor="Nix and Docker to answer" />
      )}
      <CheckList checks={byUrgency(checks)} />
      <footer className="doctor-footer">
        <span className="muted">In a shell</span>
        <CommandLine command="nxc doctor" />
      </footer>
    </div>
  );
}

function summary(known: boolean, failed: number, warnings: number): string {
  if (!known) return 'What this machine has of what compositions need.';
  if (failed > 0) {
    return failed === 1
      ? 'One thing that compositions need is missing. Editing works without it.'
      : `${failed} things that compositions need are missing. Editing works without them.`;
  }
  if (warnings > 0)
    return `Everything needed is there; ${warnings === 1 ? 'one thing' : `${warnings} things`} could be better.`;
  return 'Everything that compositions need is there.';
}
