import { CircleX } from 'lucide-react';
import { IconButton } from '#renderer/ui/Button.tsx';
import { Select } from '#renderer/ui/Field.tsx';
import { FilterInput } from '#renderer/ui/Table.tsx';
import { everything, type RowFilter } from '../runs/rows.ts';

interface FilterBarProps {
  readonly filter: RowFilter;
  readonly nodes: readonly string[];
  readonly shown: number;
  readonly all: number;
  readonly onChange: (filter: RowFilter) => void;
}

/** Which statements are listed. */
export function FilterBar({ filter, nodes, shown, all, onChange }: FilterBarProps) {
  return (
    <div className="timeline-filter">
      <IconButton
        icon={CircleX}
        label="Only what failed"
        pressed={filter.failedOnly}
        onClick={() => onChange({ ...filter, failedOnly: !filter.failedOnly })}
      />
      <Select
        aria-label="Statements of"
        value={filter.node ?? ''}
        options={[{ value: '', label: 'All nodes' }, ...nodes.map((node) => ({ value: node, label: node }))]}
        onChange={(node) => onChange({ ...filter, node: node === '' ? null : node })}
      />
      <FilterInput
        label="Filter statements"
        value={filter.text}
        onChange={(text) => onChange({ ...filter, text })}
      />
      {shown === 0 && all > 0 && (
        <p className="muted">
          Nothing fits.{' '}
          <button type="button" className="link" onClick={() => onChange(everything)}>
            Show all
          </button>
        </p>
      )}
    </div>
  );
}
