/** Every composition on every flavour that the project offers: what is built, what runs, how the last test went. */
import { Grid3x3 } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useApp } from '#renderer/app/context.ts';
import type { OpenProject } from '#renderer/app/workspace.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import { useSlice } from '#renderer/store/slice.ts';
import { Button } from '#renderer/ui/Button.tsx';
import { CommandLine } from '#renderer/ui/CommandLine.tsx';
import { EmptyState } from '#renderer/ui/EmptyState.tsx';
import { ErrorNotice } from '#renderer/ui/ErrorNotice.tsx';
import { useNow } from '#renderer/ui/useNow.ts';
import './Matrix.css';
import { MatrixCell } from './MatrixCell.tsx';
import { matrixOf, moved, type Place } from './matrix.ts';

export default function MatrixPanel() {
  const { workspace } = useApp();
  const project = useSlice(workspace, (state) => (state.project.phase === 'open' ? state.project : null));
  return project === null ? null : <Table project={project} />;
}

function Table({ project }: { readonly project: OpenProject }) {
  const app = useApp();
  const targets = useSlice(app.deployments, (state) => state.targets);
  const now = useNow(true, 30_000);
  const [place, setPlace] = useState<Place>({ row: 0, column: 0 });
  const body = useRef<HTMLTableSectionElement>(null);
  const { compositions, flavours, has } = matrixOf(project.offered, targets);

  function move(event: KeyboardEvent): void {
    const next = moved(place, event.key, compositions.length, flavours.length);
    if (next === null) return;
    event.preventDefault();
    setPlace(next);
    const cell = body.current?.rows[next.row]?.cells[next.column + 1];
    cell?.querySelector<HTMLElement>('button')?.focus();
  }

  if (compositions.length === 0) {
    return (
      <EmptyState
        icon={Grid3x3}
        title="This project offers nothing yet"
        action={<Button onClick={() => void app.commands.execute(runCommands.build)}>Build only</Button>}
        command="nxc build --list-compositions-flavours"
      >
        Each composition of the project will be a row here, and each flavour, the platform that it is built
        for, a column.
      </EmptyState>
    );
  }
  return (
    <div className="matrix-panel">
      <header className="matrix-header">
        <h2>Compositions and flavours</h2>
        <p className="muted">
          A flavour is the platform that a composition is built for. Choose a cell to build, start or test it.
        </p>
      </header>
      {project.offeredProblem !== null && (
        <ErrorNotice
          title="What the project offers could not be read"
          error={project.offeredProblem.toJSON()}
        />
      )}
      <div className="matrix-frame">
        {/* biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are walked by arrow keys is a grid */}
        <table className="matrix" role="grid" aria-label="Compositions and flavours" onKeyDown={move}>
          <thead>
            <tr>
              <th scope="col">Composition</th>
              {flavours.map((flavour) => (
                <th key={flavour} scope="col">
                  {flavour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {compositions.map((composition, row) => (
              <tr key={composition}>
                <th scope="row">{composition}</th>
                {flavours.map((flavour, column) => {
                  const isCurrent = row === place.row && column === place.column;
                  const focus = (): void => setPlace({ row, column });
                  return (
                    <td key={flavour}>
                      {has(composition, flavour) ? (
                        <MatrixCell
                          target={{ directory: project.project.directory, composition, flavour }}
                          status={targets.find(
                            (one) => one.composition === composition && one.flavour === flavour,
                          )}
                          isChosen={composition === project.composition && flavour === project.flavour}
                          now={now}
                          tabIndex={isCurrent ? 0 : -1}
                          onFocus={focus}
                        />
                      ) : (
                        <button
                          type="button"
                          className="matrix-cell matrix-empty"
                          aria-disabled
                          aria-label={`${composition} is not offered on ${flavour}`}
                          tabIndex={isCurrent ? 0 : -1}
                          onFocus={focus}
                        >
                          Not offered
                        </button>
                      )}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <CommandLine command="nxc status" />
    </div>
  );
}
