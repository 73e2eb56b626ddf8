/** How long the window takes to open, how soon its picture follows a key, and what it costs while nobody does anything. */
import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openInBrowser } from '../../e2e/openWindow.ts';
import { startHost } from '../../e2e/startHost.ts';
import type { Workplace } from '../../e2e/workplace.ts';
import { longComposition } from '../../renderer/features/topology/testing/compositions.ts';
import { startUnwatched } from './unwatched.ts';

export interface Opening {
  /** Milliseconds from the start of the page's loading. */
  readonly firstPaint: number;
  /** Until the text can be typed in and its picture is there. */
  readonly interactive: number;
}

const size = { width: 1440, height: 900 };

/** Runs in the page from its first moment on. */
const noteInteractive = `{
  const look = () => {
    const ready = document.querySelector('.monaco-editor .view-line') && document.querySelector('.role-card');
    if (ready) window.interactiveAt = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;

/** Opens the project anew several times in a browser that has seen it before. */
export async function measureOpening(
  workplace: Workplace,
  project: string,
  rounds: number,
): Promise<Opening[]> {
  const window = await openInBrowser(workplace, project, size, (page) => {
    void page.addInitScript(noteInteractive);
  });
  try {
    const openings: Opening[] = [];
    await showComposition(window.page);
    for (let round = 0; round < rounds; round++) {
      await window.page.reload();
      await window.page.waitForFunction(() => 'interactiveAt' in globalThis);
      openings.push(
        (await window.page.evaluate(`({
          firstPaint: performance.getEntriesByName('first-contentful-paint')[0].startTime,
          interactive: window.interactiveAt,
        })`)) as Opening,
      );
    }
    return openings;
  } finally {
    await window.close();
  }
}

type Page = Awaited<ReturnType<typeof openInBrowser>>['page'];

/** Opens composition.nix by its name, unless it is open. */
async function showComposition(page: Page): Promise<void> {
  await page.locator('.role-card').first().waitFor();
  if (await page.locator('.monaco-editor .view-line').first().isVisible()) return;
  await page.keyboard.press('Control+p');
  await page.keyboard.type('composition.nix');
  await page
    .getByRole('option', { name: /composition\.nix/ })
    .first()
    .waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.monaco-editor .view-line').first().waitFor();
}

/** Notes for each key the time until the picture has changed, and until the frame with it is made. */
const noteChanges = `{
  const changes = (window.changes = []);
  let pressedAt = null;
  document.addEventListener('keydown', () => { pressedAt = performance.now(); }, { capture: true });
  new MutationObserver(() => {
    if (pressedAt === null) return;
    changes.push(performance.now() - pressedAt);
    pressedAt = null;
  }).observe(document.querySelector('.topology-canvas'), {
    subtree: true, childList: true, characterData: true, attributes: true,
  });
}`;

/** Types role names into a composition of about 500 lines; milliseconds from each key to the changed picture. */
export async function measureTyping(workplace: Workplace, project: string): Promise<number[]> {
  const file = join(project, 'composition.nix');
  const before = await readFile(file, 'utf8');
  await writeFile(file, longComposition(26));
  const window = await openInBrowser(workplace, project, size);
  try {
    const { page } = window;
    await showComposition(page);
    await page.locator('.monaco-editor .view-lines').first().click();
    // To the line of the first role, behind its name.
    await page.keyboard.press('Control+Home');
    for (let line = 0; line < 4; line++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    for (let letter = 0; letter < 'role0'.length; letter++) await page.keyboard.press('ArrowRight');
    await page.evaluate(noteChanges);
    for (let round = 0; round < 5; round++) {
      for (const key of 'abcdefghij') await page.keyboard.type(key, { delay: 120 });
      for (let key = 0; key < 10; key++) {
        await page.keyboard.press('Backspace');
        await page.waitForTimeout(120);
      }
    }
    return (await page.evaluate('window.changes.slice(20)')) as number[];
  } finally {
    await window.close();
    await writeFile(file, before);
  }
}

export interface IdleMemory {
  readonly what: string;
  /** Proportional set size: shared pages count to each by its part. */
  readonly megabytes: number;
}

/** Memory after half a minute in which nobody does anything, with the project open. */
export async function measureIdle(workplace: Workplace, project: string): Promise<IdleMemory[]> {
  const host = await startHost(workplace, project);
  const browser = await startUnwatched(size);
  try {
    await browser.visit(async (page) => {
      await page.goto(host.address);
      await showComposition(page);
    });
    await new Promise((resolve) => setTimeout(resolve, 30_000));
    const family = descendants(browser.process.pid ?? 0);
    const page = (await Promise.all(family.map(describe))).filter(
      ({ command }) =>
        command.includes('--type=renderer') &&
        !command.includes('--extension-process') &&
        !command.includes('--top-chrome'),
    );
    const hostMegabytes = await Promise.all(descendants(host.process.pid ?? 0).map(proportionalSize));
    return [
      { what: 'the page', megabytes: Math.max(...page.map((process) => process.megabytes)) },
      { what: 'the engine and the host', megabytes: sum(hostMegabytes) },
      { what: 'all of Chromium', megabytes: sum(await Promise.all(family.map(proportionalSize))) },
    ];
  } finally {
    await browser.close();
    await host.stop();
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A process and all that it started. */
function descendants(root: number): number[] {
  const rows = execFileSync('ps', ['-e', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/).map(Number));
  const family = [root];
  for (const parent of family)
    for (const [pid, of] of rows) if (of === parent && pid !== undefined) family.push(pid);
  return family;
}

async function describe(pid: number): Promise<{ command: string; megabytes: number }> {
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return { command, megabytes: await proportionalSize(pid) };
}

async function proportionalSize(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+)/m.exec(text)?.[1] ?? 0) / 1024;
}
