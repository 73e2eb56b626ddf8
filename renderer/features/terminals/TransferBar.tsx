import { FileUp, X } from 'lucide-react';
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button, IconButton } from '#renderer/ui/Button.tsx';
import { ProgressBar } from '#renderer/ui/Progress.tsx';
import { bytes } from '#renderer/ui/words.ts';
import { type NodeOf, transfersOf } from './transfers.ts';

interface TransferBarProps extends NodeOf {
  readonly onInsert: (text: string) => void;
}

/** The files that are on their way to this node, and where those are that have arrived. */
export function TransferBar({ node, target, onInsert }: TransferBarProps) {
  const transfers = transfersOf(useApp());
  const mine = useSlice(transfers.list, (list) =>
    list.filter(
      (each) =>
        each.node === node &&
        each.target.composition === target.composition &&
        each.target.flavour === target.flavour,
    ),
  );
  return mine.map(({ id, name, size, sent, path }) => (
    <div key={id} className="terminal-end" role="status">
      <FileUp size={16} aria-hidden />
      {path === null ? (
        <>
          <p className="tabular">
            Copying {name} to {node}: {bytes(sent)} of {bytes(size)}
          </p>
          <ProgressBar label={`Progress of ${name}`} done={sent} expected={size} />
        </>
      ) : (
        <>
          <p>
            {name} is at <code>{path}</code> on {node}.
          </p>
          <Button onClick={() => onInsert(quoted(path))}>Type its path</Button>
        </>
      )}
      <IconButton
        icon={X}
        label={path === null ? `Give up copying ${name}` : 'Put away'}
        onClick={() => transfers.dismiss(id)}
      />
    </div>
  ));
}

/** A path as a shell takes it. */
const quoted = (path: string): string =>
  /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
