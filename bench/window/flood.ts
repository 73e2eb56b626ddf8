/** 100 MB through a terminal of the window, beside the same bytes that nobody draws. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Terminals } from '../../e2e/pages/terminals.ts';
import { startHost } from '../../e2e/startHost.ts';
import type { Workplace } from '../../e2e/workplace.ts';
import { run } from '../lib/process.ts';
import { startUnwatched } from './unwatched.ts';

export interface Flood {
  readonly milliseconds: number;
  /** The longest time for which the page could do nothing else, milliseconds; 0 if none was over 50. */
  readonly longestTask: number;
}

const file = '/tmp/large';

/** Puts a file of so many bytes of ordinary log lines into the node `client`. */
export async function prepareFlood(workplace: Workplace, project: string, bytes: number): Promise<void> {
  const line = 'a line of an ordinary log, 64 bytes long with its end: 0123456';
  await workplace.nxc('-d', project, 'exec', 'client', `yes '${line}' | head -c ${bytes} > ${file}`);
}

/** Milliseconds in which Docker hands over what a terminal of the node writes. */
export async function measureRawStream(project: string): Promise<number> {
  const { output } = await run([
    'docker',
    'ps',
    '--quiet',
    '--filter=label=nxc.node=client',
    `--filter=label=nxc.directory=${project}`,
  ]);
  const began = performance.now();
  const child = spawn('docker', ['exec', '-t', output.trim(), 'cat', file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.on('data', () => undefined);
  await once(child, 'close');
  return performance.now() - began;
}

/** Notes when its two lines appear: what is before the output, and what is after it. */
const watchScreen = `{
  const flood = (window.flood = { began: null, ended: null, longestTask: 0 });
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) flood.longestTask = Math.max(flood.longestTask, duration);
  }).observe({ type: 'longtask' });
  const look = setInterval(() => {
    const text = [...document.querySelectorAll('.xterm-rows')].map((rows) => rows.textContent).join();
    if (flood.began === null && text.includes('begins-2')) flood.began = performance.now();
    if (!text.includes('ended-2')) return;
    flood.ended = performance.now();
    clearInterval(look);
  }, 20);
}`;

export async function measureTerminal(workplace: Workplace, project: string): Promise<Flood> {
  const host = await startHost(workplace, project);
  const browser = await startUnwatched({ width: 1440, height: 900 });
  try {
    await browser.visit(async (page) => {
      await page.goto(host.address);
      const client = await new Terminals(page).open('client');
      await page.evaluate(watchScreen);
      await client.run(`sleep 1; echo begins-$((1+1)); sleep 0.2; cat ${file}; echo ended-$((1+1))`);
    });
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve, 10_000));
      const flood = (await browser.visit((page) => page.evaluate('window.flood'))) as {
        began: number | null;
        ended: number | null;
        longestTask: number;
      };
      if (flood.began === null || flood.ended === null) continue;
      return { milliseconds: flood.ended - flood.began - 200, longestTask: flood.longestTask };
    }
  } finally {
    await browser.close();
    await host.stop();
  }
}
