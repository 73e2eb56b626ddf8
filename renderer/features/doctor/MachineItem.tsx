import { useApp } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { StateIcon } from '#renderer/ui/StateLabel.tsx';
import type { Check } from '#shared/contract/system.ts';
import { byUrgency, checkStates, concerns, useChecks } from './checks.ts';

/** More would push everything else off the bar. */
const shownProblems = 2;

/** The machine in the status bar: all is well, or what is not for the platform that is chosen. */
export function MachineItem() {
  const { commands, workspace } = useApp();
  const flavour = useSlice(workspace, ({ project }) => (project.phase === 'open' ? project.flavour : null));
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
  const wrong = byUrgency(checks).filter((check) => check.state !== 'passed' && concerns(check, flavour));
  return (
    <button type="button" className="status-item" onClick={open}>
      {doing !== 'nothing' && <StateIcon state="working" size={14} />}
      {wrong.length === 0 && <Part state="passed">This machine is ready</Part>}
      {wrong.slice(0, shownProblems).map(({ id, title, state }) => (
        <Part key={id} state={state}>{`${title}: ${checkStates[state].word.toLowerCase()}`}</Part>
      ))}
      {wrong.length > shownProblems && `and ${wrong.length - shownProblems} more`}
    </button>
  );
}

/** The icon has the colour; words in colour would shout from the edge of the screen. */
function Part({ state, children }: { readonly state: Check['state']; readonly children: string }) {
  return (
    <span className="status-part">
      <StateIcon state={checkStates[state].state} size={14} />
      <span className="truncate">{children}</span>
    </span>
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
