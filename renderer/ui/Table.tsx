import { Search } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { TextInput } from './Field.tsx';
import './Table.css';

export interface Column<Row> {
  readonly id: string;
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers that are compared stand at the right. */
  readonly numeric?: boolean;
}

export interface TableProps<Row> {
  /** What the rows are, e.g. “Compositions”. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
  /** The words by which a row is found; with them the table filters by typing. */
  readonly searchText?: (row: Row) => string;
  /** Said when no row is there, or none fits what was typed. */
  readonly emptyText: string;
  readonly onOpen?: (row: Row) => void;
}

/** Rows of 28 px; filters by typing; Enter or a double click opens a row. */
export function Table<Row>({ label, columns, rows, rowKey, searchText, emptyText, onOpen }: TableProps<Row>) {
  const [typed, setTyped] = useState('');
  const wanted = typed.trim().toLowerCase();
  const shown = rows.filter((row) => searchText?.(row).toLowerCase().includes(wanted) ?? true);
  return (
    <div className="table-frame">
      {searchText !== undefined && (
        <FilterInput label={`Filter ${label.toLowerCase()}`} value={typed} onChange={setTyped} />
      )}
      <table className="table">
        <caption className="visually-hidden">{label}</caption>
        <thead>
          <tr>
            {columns.map(({ id, title, numeric }) => (
              <th key={id} scope="col" className={numeric ? 'numeric' : undefined}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => (
            <tr
              key={rowKey(row)}
              tabIndex={onOpen === undefined ? undefined : 0}
              onDoubleClick={() => onOpen?.(row)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && event.target === event.currentTarget) onOpen?.(row);
              }}
            >
              {columns.map(({ id, cell, numeric }) => (
                <td key={id} className={numeric ? 'numeric tabular' : undefined}>
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length === 0 && (
        <p className="table-empty muted">{rows.length === 0 ? emptyText : `Nothing fits “${typed}”.`}</p>
      )}
    </div>
  );
}

export interface FilterInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The one-line filter above a list. Escape empties it. */
export function FilterInput({ label, value, onChange }: FilterInputProps) {
  return (
    <span className="filter-input">
      <Search size={16} aria-hidden />
      <TextInput
        aria-label={label}
        placeholder="Filter"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.stopPropagation();
          onChange('');
        }}
      />
    </span>
  );
}
