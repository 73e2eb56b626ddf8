import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { StateIcon, type StateName } from '#renderer/ui/StateLabel.tsx';
import { FilterInput } from '#renderer/ui/Table.tsx';
import { useNow } from '#renderer/ui/useNow.ts';
import { duration } from '#renderer/ui/words.ts';
import { BuildLog } from './BuildLog.tsx';
import { type Derivation, inOrder } from './buildRuns.ts';

const states: Readonly<Record<Derivation['state'], { readonly state: StateName; readonly word: string }>> = {
  building: { state: 'working', word: 'building' },
  downloading: { state: 'working', word: 'downloading' },
  built: { state: 'running', word: 'built' },
  downloaded: { state: 'running', word: 'downloaded' },
  failed: { state: 'failed', word: 'failed' },
};

/** Rows drawn. What failed and what is under way comes first, so that it is always among them. */
const rowsDrawn = 200;

/** From this many on the list can be filtered. */
const filterFrom = 12;

interface DerivationListProps {
  readonly job: string;
  readonly derivations: ReadonlyMap<string, Derivation>;
  readonly isRunning: boolean;
}

/** What Nix builds and downloads, each with its log. */
export function DerivationList({ job, derivations, isRunning }: DerivationListProps) {
  const [typed, setTyped] = useState('');
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const now = useNow(isRunning, 500);
  const wanted = typed.trim().toLowerCase();
  const fitting = inOrder(derivations).filter(({ name }) => name.toLowerCase().includes(wanted));
  const toggle = (name: string): void => {
    const next = new Set(open);
    if (!next.delete(name)) next.add(name);
    setOpen(next);
  };
  return (
    <>
      {derivations.size >= filterFrom && (
        <FilterInput label="Filter what is built" value={typed} onChange={setTyped} />
      )}
      <ul aria-label="Built and downloaded">
        {fitting.slice(0, rowsDrawn).map((derivation) => (
          <DerivationRow
            key={derivation.name}
            job={job}
            derivation={derivation}
            now={now}
            isOpen={open.has(derivation.name)}
            onToggle={() => toggle(derivation.name)}
          />
        ))}
      </ul>
      {fitting.length > rowsDrawn && (
        <p className="muted">{fitting.length - rowsDrawn} more are done; filter by name to see one.</p>
      )}
      {fitting.length === 0 && derivations.size > 0 && <p className="muted">Nothing fits “{typed}”.</p>}
    </>
  );
}

interface RowProps {
  readonly job: string;
  readonly derivation: Derivation;
  readonly now: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function DerivationRow({ job, derivation, now, isOpen, onToggle }: RowProps) {
  const { name, phase, startedAt, endedAt } = derivation;
  const { state, word } = states[derivation.state];
  return (
    <li className="derivation">
      <button type="button" className="derivation-row" aria-expanded={isOpen} onClick={onToggle}>
        <ChevronRight size={16} aria-hidden />
        <StateIcon state={state} />
        <code className="truncate">{name}</code>
        <span className="muted truncate">{phase === null ? word : `${word}, ${phase}`}</span>
        <span className="derivation-time muted tabular">
          {duration(Math.max(0, (endedAt ?? now) - startedAt))}
        </span>
      </button>
      {isOpen && <BuildLog job={job} source={name} label={`Log of ${name}`} />}
    </li>
  );
}
