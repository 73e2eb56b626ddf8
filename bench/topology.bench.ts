/**
 * How quickly the picture follows the text, and how smoothly it moves.
 *
 *   node bench/topology.bench.ts [--nodes 1000] [--roles 40]
 *
 * The first part runs without a page: text to outline, merged with what Nix said and what runs, to the places of all
 * cards and lines. The second part drives the window on its fake engine in the system's Chromium.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './lib/process.ts';
import { quantile } from './lib/statistics.ts';
import { milliseconds, printTable } from './lib/table.ts';
import { measureMoving } from './topology/moving.ts';

interface Times {
  readonly clock: number;
  readonly work: number;
}

interface Pipeline {
  readonly lines: number;
  readonly typing: readonly Times[];
  readonly layouts: readonly (Times & { readonly roles: number; readonly nodes: number })[];
}

const { values } = parseArgs({
  options: {
    nodes: { type: 'string', default: '1000' },
    roles: { type: 'string', default: '40' },
  },
});

const script = join(import.meta.dirname, '../renderer/features/topology/testing/measurePipeline.ts');
const { output } = await run([process.execPath, script]);
const { lines, typing, layouts } = JSON.parse(output) as Pipeline;

console.log(`A key to the places of everything, ${lines} lines:\n`);
printTable(
  ['milliseconds', '', 'median', '95 %', 'most'],
  (['clock', 'work'] as const).map((kind) => {
    const times = typing.map((one) => one[kind]);
    return [
      kind === 'clock' ? 'by the clock' : 'of one processor',
      '',
      ...[0.5, 0.95, 1].map((share) => milliseconds(quantile(times, share))),
    ];
  }),
);
console.log('A layout from scratch:\n');
printTable(
  ['roles', 'nodes', 'by the clock', 'of one processor'],
  layouts.map(({ roles, nodes, clock, work }) => [
    String(roles),
    String(nodes),
    milliseconds(clock),
    milliseconds(work),
  ]),
);

const moving = await measureMoving(Number(values.roles), Number(values.nodes));
console.log(`Moving a picture of ${values.nodes} nodes in ${values.roles} roles:\n`);
printTable(
  ['', '', 'frames/s', 'frame, median', 'frame, 95 %'],
  moving.map(({ what, frames }) => [
    what,
    '',
    (1000 / (frames.reduce((sum, frame) => sum + frame, 0) / frames.length)).toFixed(1),
    milliseconds(quantile(frames, 0.5)),
    milliseconds(quantile(frames, 0.95)),
  ]),
);
