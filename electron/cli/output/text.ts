/** Words and measures as people read them in a terminal. */
export { ago, bytes, count } from '#shared/words.ts';

/** `0.37 s`, `12.3 s`, `2 min 05 s`: finer than in the window, because it is read once and beside others. */
export function duration(milliseconds: number): string {
  if (milliseconds < 10_000) return `${(milliseconds / 1000).toFixed(2)} s`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(1)} s`;
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Columns padded to the widest cell, two spaces apart. Cells must not carry colours yet. */
export function table(
  rows: readonly (readonly string[])[],
  paint: (cell: string, row: number, column: number) => string = (cell) => cell,
): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    });
  }
  return rows.map((row, rowIndex) =>
    row
      .map((cell, column) => {
        const isLast = column === row.length - 1;
        return paint(isLast ? cell : cell.padEnd(widths[column] ?? 0), rowIndex, column);
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Begins every control sequence of a terminal. */
const controlStart = '\u001b';
const colourPattern = new RegExp(`(${controlStart}\\[[0-9;]*m)`, 'g');
const noColour = `${controlStart}[0m`;

/** Cut to the width of a terminal, so that a line never takes two rows. Colours count nothing and are closed. */
export function shorten(line: string, columns: number): string {
  if (line.replace(colourPattern, '').length <= columns) return line;
  let shown = 0;
  let result = '';
  for (const part of line.split(colourPattern)) {
    if (part.startsWith(controlStart)) {
      result += part;
      continue;
    }
    const room = columns - 1 - shown;
    if (part.length > room) {
      const isColoured = line.includes(controlStart);
      return `${result}${part.slice(0, Math.max(0, room))}…${isColoured ? noColour : ''}`;
    }
    result += part;
    shown += part.length;
  }
  return result;
}
