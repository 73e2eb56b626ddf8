/** What was run at the prompt outlives a reload of the page: the session does, and who comes back wants to know. */
import type { PromptCell, PromptState } from './promptState.ts';

const key = 'nxc.prompt';

type Cells = PromptState['cells'];

interface Stored {
  readonly version: 1;
  readonly cells: Cells;
}

export function keepCells(cells: Cells): void {
  try {
    const stored: Stored = { version: 1, cells: mapCells(cells) };
    sessionStorage.setItem(key, JSON.stringify(stored));
  } catch {
    // The browser keeps nothing: after a reload the prompt begins empty, and the session still goes on.
  }
}

export function readCells(): Cells {
  try {
    const stored = JSON.parse(sessionStorage.getItem(key) ?? 'null') as Stored | null;
    return stored?.version === 1 ? mapCells(stored.cells) : {};
  } catch {
    return {};
  }
}

/** How they ended is asked for again: results can be large. Of what has no job nobody knows whether it was begun. */
function mapCells(cells: Cells): Cells {
  const short = (cell: PromptCell): readonly PromptCell[] => {
    if (cell.kind === 'note') return [cell];
    return cell.job === null ? [] : [{ ...cell, end: null }];
  };
  return Object.fromEntries(Object.entries(cells).map(([target, all]) => [target, all.flatMap(short)]));
}
