/**
 * What the window costs: opening it, a key until the picture follows, a flood in a terminal, and doing nothing.
 *
 *   npm run build && node bench/window.bench.ts
 *
 * It makes a project and starts its nodes, and needs what the tests of the window need. The terminal is measured beside
 * Docker's own stream of the same bytes: on a machine that does other things too, the share says more than the rates.
 */
import { createWorkplace } from '../e2e/workplace.ts';
import { median, quantile } from './lib/statistics.ts';
import { milliseconds, printTable } from './lib/table.ts';
import { measureRawStream, measureTerminal, prepareFlood } from './window/flood.ts';
import { measureIdle, measureOpening, measureTyping } from './window/opening.ts';

const bytes = 100_000_000;

const workplace = await createWorkplace();
const project = await workplace.project('tutorial');
let isRunning = false;
try {
  const openings = await measureOpening(workplace, project, 7);
  printTable(
    ['opening the window again', '', 'median ms', 'most ms'],
    (['firstPaint', 'interactive'] as const).map((key) => {
      const times = openings.map((opening) => opening[key]);
      return [
        key === 'firstPaint' ? 'first paint' : 'text and picture are there',
        '',
        milliseconds(median(times)),
        milliseconds(Math.max(...times)),
      ];
    }),
  );

  const typing = await measureTyping(workplace, project);
  printTable(
    ['a key to the changed picture', '', 'keys', 'median ms', '95 % ms'],
    [
      [
        '500 lines, 26 roles',
        '',
        String(typing.length),
        milliseconds(median(typing)),
        milliseconds(quantile(typing, 0.95)),
      ],
    ],
  );

  printTable(
    ['doing nothing, tutorial open', '', 'MB'],
    (await measureIdle(workplace, project)).map(({ what, megabytes }) => [what, '', megabytes.toFixed(0)]),
  );

  await workplace.nxc('-d', project, 'start', '-f', 'docker', '--build');
  isRunning = true;
  await prepareFlood(workplace, project, bytes);
  const rate = (duration: number): string => (bytes / 1e6 / (duration / 1000)).toFixed(1);
  const rows: string[][] = [];
  for (let round = 0; round < 3; round++) {
    const raw = await measureRawStream(project);
    const { milliseconds: drawn, longestTask } = await measureTerminal(workplace, project);
    rows.push([
      'cat of 100 MB',
      '',
      rate(raw),
      rate(drawn),
      `${Math.round((raw / drawn) * 100)} %`,
      longestTask === 0 ? '< 50' : longestTask.toFixed(0),
    ]);
  }
  printTable(['in a terminal', '', 'raw MB/s', 'drawn MB/s', 'share', 'longest task ms'], rows);
} finally {
  if (isRunning) await workplace.nxc('-d', project, 'stop', '-f', 'docker');
  await workplace.remove();
}
