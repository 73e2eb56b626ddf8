/**
 * How quickly a terminal in the window shows 100 MB, beside the same bytes that nobody draws, and how long the page is
 * held up by it.
 *
 *   npm run build && node bench/terminal.bench.ts
 *
 * It makes a project and starts its nodes, and needs what the tests of the window need. Both are measured from here,
 * one after the other: on a machine that does other things too, the share says more than the rates.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openInBrowser } from '../e2e/openWindow.ts';
import { Terminals } from '../e2e/pages/terminals.ts';
import { createWorkplace } from '../e2e/workplace.ts';
import { run } from './lib/process.ts';
import { printTable } from './lib/table.ts';

const bytes = 100_000_000;
const file = '/tmp/large';

interface Flood {
  readonly milliseconds: number;
  /** The longest time for which the page could do nothing else, milliseconds. */
  readonly longestTask: number;
}

const workplace = await createWorkplace();
const project = await workplace.project('tutorial');
try {
  await workplace.nxc('-d', project, 'start', '-f', 'docker', '--build');
  await workplace.nxc(
    '-d',
    project,
    'exec',
    'client',
    `yes 'a line of an ordinary log, 64 bytes long with its end: 0123456' | head -c ${bytes} > ${file}`,
  );
  const container = await findContainer(project);
  const raw = await rawStream(container);
  const flood = await terminal();
  const rate = (milliseconds: number): string => (bytes / 1e6 / (milliseconds / 1000)).toFixed(1);
  printTable(
    ['cat of 100 MB', 'how', 'MB/s', 'of the raw stream', 'longest task ms'],
    [
      ['raw stream', 'docker exec -t, read and thrown away', rate(raw), '100 %', '–'],
      [
        'terminal',
        'in the window, drawn',
        rate(flood.milliseconds),
        `${Math.round((raw / flood.milliseconds) * 100)} %`,
        flood.longestTask.toFixed(0),
      ],
    ],
  );
} finally {
  await workplace.nxc('-d', project, 'stop', '-f', 'docker');
  await workplace.remove();
}

async function findContainer(directory: string): Promise<string> {
  const { output } = await run([
    'docker',
    'ps',
    '--quiet',
    '--filter=label=nxc.node=client',
    `--filter=label=nxc.directory=${directory}`,
  ]);
  return output.trim();
}

/** Milliseconds in which Docker hands over what the node's terminal writes. */
async function rawStream(container: string): Promise<number> {
  const began = performance.now();
  const child = spawn('docker', ['exec', '-t', container, 'cat', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.on('data', () => undefined);
  await once(child, 'close');
  return performance.now() - began;
}

/** The same in a terminal of the window, from Enter until the line after it is on the screen. */
async function terminal(): Promise<Flood> {
  const window = await openInBrowser(workplace, project, { width: 1440, height: 900 });
  try {
    const client = await new Terminals(window.page).open('client');
    await window.page.evaluate(`{
      window.longestTask = 0;
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) window.longestTask = Math.max(window.longestTask, duration);
      }).observe({ type: 'longtask' });
    }`);
    await client.type(`cat ${file}; echo drawn-$((1+1))`);
    const began = performance.now();
    await window.page.keyboard.press('Enter');
    await client.text.getByText('drawn-2').first().waitFor({ timeout: 300_000 });
    const milliseconds = performance.now() - began;
    return { milliseconds, longestTask: (await window.page.evaluate('window.longestTask')) as number };
  } finally {
    await window.close();
  }
}
