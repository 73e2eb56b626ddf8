/** The snapshots of a deployment, to go back to or to remove. */
import { useApp } from '#renderer/app/context.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { Dialog } from '#renderer/ui/Dialog.tsx';
import { type Column, Table } from '#renderer/ui/Table.tsx';
import { ago, bytes, list } from '#renderer/ui/words.ts';
import type { Snapshot } from '#shared/contract/snapshots.ts';
import { removeSnapshot, rollBack } from './actions.ts';
import { type ShownSnapshots, shownSnapshots } from './shownSnapshots.ts';

const close = (): void => shownSnapshots.dispatch(null);

export function SnapshotsDialog() {
  const shown = useSlice(shownSnapshots, (state) => state);
  return shown === null ? null : <Snapshots shown={shown} />;
}

function Snapshots({ shown }: { readonly shown: ShownSnapshots }) {
  const app = useApp();
  const { target, snapshots } = shown;
  const columns: readonly Column<Snapshot>[] = [
    { id: 'name', title: 'Name', cell: ({ name }) => name },
    { id: 'made', title: 'Made', cell: ({ madeAt }) => ago(Date.now() - madeAt) },
    { id: 'nodes', title: 'Nodes', cell: ({ nodes }) => list(nodes.map(({ name }) => name)) },
    { id: 'size', title: 'Size', numeric: true, cell: ({ sizeBytes }) => bytes(sizeBytes) },
    {
      id: 'actions',
      title: 'What to do',
      cell: ({ name }) => (
        <>
          <Button onClick={() => void rollBack(app, shown, name)} aria-label={`Go back to ${name}`}>
            Go back
          </Button>
          <Button
            look="quiet"
            onClick={() => void removeSnapshot(app, shown, name)}
            aria-label={`Remove ${name}`}
          >
            Remove
          </Button>
        </>
      ),
    },
  ];
  return (
    <Dialog
      open
      onClose={close}
      title="Snapshots"
      description={`Of ${target.composition} on ${target.flavour}. They outlive the nodes, until they are removed.`}
      actions={
        <Button look="quiet" onClick={close}>
          Close
        </Button>
      }
    >
      <Table
        label="Snapshots"
        columns={columns}
        rows={snapshots}
        rowKey={({ name }) => name}
        emptyText="There is none yet. “Take a snapshot of the nodes” makes one while they run."
      />
    </Dialog>
  );
}
