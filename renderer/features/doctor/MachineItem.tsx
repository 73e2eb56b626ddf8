import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import { byUrgency, checkStates, useChecks } from './checks.ts';

/** The machine in the status bar: all is well, or what is not. */
export function MachineItem() {
  const { commands } = useApp();
  const { checks, doing, known, problem } = useChecks();
  const open = (): void => void commands.execute(frameCommands.doctor);
  if (!known) {
    return (
      <button type="button" className="status-item" onClick={open}>
        <StateIcon state={problem === null ? 'working' : 'failed'} size={14} />
        {problem === null ? 'Checking this machine …' : 'This machine could not be checked'}
      </button>
    );
  }
  const wrong = byUrgency(checks).filter(({ state }) => state !== 'passed');
  const [worst] = wrong;
  const text =
    worst === undefined
      ? 'This machine is ready'
      : wrong.length === 1
        ? worst.title
        : `${worst.title} and ${wrong.length - 1} more`;
  return (
    <button type="button" className="status-item" onClick={open}>
      <StateIcon
        state={doing === 'nothing' ? checkStates[worst?.state ?? 'passed'].state : 'working'}
        size={14}
      />
      <span className="truncate">
        {text}
        {worst !== undefined && `: ${checkStates[worst.state].word.toLowerCase()}`}
      </span>
    </button>
  );
}

/** A mark on the doctor's icon while something is missing. */
export function DoctorBadge() {
  const { checks } = useChecks();
  if (!checks.some(({ state }) => state === 'failed')) return null;
  return (
    <>
      <StateIcon state="failed" size={14} />
      <span className="visually-hidden">Something is missing</span>
    </>
  );
}
