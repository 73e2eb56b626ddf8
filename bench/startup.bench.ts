/** What it costs to ask `nxc` for help or a completion, beside an empty Node process. Option: --rounds 15 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { run } from './lib/process.ts';
import { median } from './lib/statistics.ts';
import { milliseconds, printTable } from './lib/table.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } });
const nxc = join(import.meta.dirname, '..', 'bin', 'nxc');
const contestants: Readonly<Record<string, readonly string[]>> = {
  'empty node': [process.execPath, '-e', '0'],
  'nxc --help': [nxc, '--help'],
  'nxc completion bash': [nxc, 'completion', 'bash'],
};
const samples = new Map<string, number[]>(Object.keys(contestants).map((name) => [name, []]));
for (let round = 0; round < Number(values.rounds); round += 1) {
  for (const [name, command] of Object.entries(contestants)) {
    samples.get(name)?.push((await run(command)).milliseconds);
  }
}
const floor = median(samples.get('empty node') ?? []);
console.log('Whole processes; medians.\n');
printTable(
  ['what', 'median ms', 'to an empty node'],
  [...samples].map(([name, times]) => [
    name,
    milliseconds(median(times)),
    `${(median(times) / floor).toFixed(2)} ×`,
  ]),
);
