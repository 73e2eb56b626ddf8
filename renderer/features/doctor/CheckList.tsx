import { useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import { Chip } from '#renderer/ui/Badge.tsx';
import { Button } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { Spinner } from '#renderer/ui/Progress.tsx';
import { StateLabel } from '#renderer/ui/StateLabel.tsx';
import type { Check, Fix } from '#shared/contract/system.ts';
import { checkStates, repair, useChecks } from './checks.ts';
import './Doctor.css';

/** Checks with what can be done about them. */
export function CheckList({ checks }: { readonly checks: readonly Check[] }) {
  return (
    <ul className="check-list">
      {checks.map((check) => (
        <CheckEntry key={check.id} check={check} />
      ))}
    </ul>
  );
}

function CheckEntry({ check }: { readonly check: Check }) {
  const app = useApp();
  const { doing } = useChecks();
  const [asking, setAsking] = useState(false);
  const { state, word } = checkStates[check.state];
  const [firstFix] = check.fixes;
  const isRepairing = typeof doing === 'object' && doing.repairing === check.id;
  return (
    <li className="check">
      <div className="check-state">
        <StateLabel state={state}>{word}</StateLabel>
      </div>
      <div className="check-words">
        <h2>
          {check.title}
          {check.neededBy.map((flavour) => (
            <Chip key={flavour}>needed by {flavour}</Chip>
          ))}
        </h2>
        <p className="muted">{check.description}</p>
        {check.state !== 'passed' && <Fixes fixes={check.fixes} />}
        {isRepairing && <Spinner doing="Repairing" waitingFor="the command to end" />}
      </div>
      {check.state !== 'passed' && firstFix !== undefined && (
        <Button disabled={doing !== 'nothing'} onClick={() => setAsking(true)}>
          Repair
        </Button>
      )}
      {firstFix !== undefined && (
        <Dialog
          open={asking}
          onClose={() => setAsking(false)}
          title={`Repair “${check.title}”`}
          description={
            firstFix.needsRoot
              ? 'This command will run on this machine with administrator rights.'
              : 'This command will run on this machine.'
          }
          actions={
            <>
              <Button look="quiet" onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button
                look="primary"
                onClick={() => {
                  setAsking(false);
                  void repair(app, check.id);
                }}
              >
                Run the command
              </Button>
            </>
          }
        >
          <CommandLine command={firstFix.command} />
        </Dialog>
      )}
    </li>
  );
}

function Fixes({ fixes }: { readonly fixes: readonly Fix[] }) {
  return (
    <ul className="fix-list">
      {fixes.map((fix) => (
        <li key={fix.command}>
          <p>
            {fix.description}
            {fix.needsRoot && <span className="muted"> As administrator.</span>}
          </p>
          <CommandLine command={fix.command} />
        </li>
      ))}
    </ul>
  );
}
