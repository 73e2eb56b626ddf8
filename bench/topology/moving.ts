/** Frames of the picture while it is moved and zoomed, in a real Chromium without a screen. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { chromiumArguments, findChromium } from '../../e2e/programs.ts';

export interface Movement {
  readonly what: string;
  /** Milliseconds from each frame to the next. */
  readonly frames: readonly number[];
}

const root = join(import.meta.dirname, '../..');
const page = 'renderer/features/topology/testing/index.html';
export async function measureMoving(roles: number, nodes: number): Promise<Movement[]> {
  const folder = await mkdtemp(join(tmpdir(), 'nxc-bench-'));
  try {
    await build({
      root,
      base: './',
      configFile: false,
      logLevel: 'error',
      plugins: [react()],
      worker: { format: 'es' },
      build: {
        outDir: folder,
        emptyOutDir: true,
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 10_000,
        rolldownOptions: { input: join(root, page) },
      },
    });
    return await drive(folder, roles, nodes);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function drive(folder: string, roles: number, nodes: number): Promise<Movement[]> {
  const browser = await chromium.launch({ executablePath: findChromium(), args: [...chromiumArguments] });
  try {
    const view = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
    // From the disk and not over a network: containers that come and go interrupt what a browser loads.
    await view.route('**/*', (route) => {
      const { pathname } = new URL(route.request().url());
      return route.fulfill({ path: join(folder, normalize(pathname)) });
    });
    await view.goto(`http://localhost/${page}?roles=${roles}&nodes=${nodes}#project=/home/ada/nxc/web-lab`);
    const canvas = view.locator('.topology-canvas');
    await view
      .locator('.role-card')
      .nth(roles - 1)
      .waitFor();
    const box = await canvas.boundingBox();
    if (box === null) throw new Error('The picture is not on the screen.');
    await view.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    return [
      { what: 'at rest', frames: await framesDuring(view, async () => view.waitForTimeout(1500)) },
      {
        what: 'moved',
        frames: await framesDuring(view, () => wheel(view, 90, (step) => [8, step % 2 ? 4 : -4])),
      },
      {
        what: 'zoomed',
        frames: await framesDuring(view, async () => {
          await view.keyboard.down('Control');
          await wheel(view, 90, (step) => [0, step < 45 ? -6 : 6]);
          await view.keyboard.up('Control');
        }),
      },
    ];
  } finally {
    await browser.close();
  }
}

/** Turns the wheel about as often as there are frames. */
async function wheel(view: Page, steps: number, by: (step: number) => [number, number]): Promise<void> {
  for (let step = 0; step < steps; step++) {
    const [x, y] = by(step);
    await view.mouse.wheel(x, y);
    await view.waitForTimeout(12);
  }
}

async function framesDuring(view: Page, work: () => Promise<void>): Promise<number[]> {
  await view.evaluate(`globalThis.benchFrames = []; {
    let last = performance.now();
    const draw = (now) => {
      if (globalThis.benchFrames === null) return;
      globalThis.benchFrames.push(now - last);
      last = now;
      requestAnimationFrame(draw);
    };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(draw); });
  }`);
  await work();
  return (await view.evaluate(
    'const taken = globalThis.benchFrames; globalThis.benchFrames = null; taken',
  )) as number[];
}
