/** `test` with a window to work in, whichever door leads to it. */
import { test as base, expect, type Page } from '@playwright/test';
import { networkChanged } from './load.ts';
import { type OpenWindow, openInBrowser, openInElectron } from './openWindow.ts';
import { Frame } from './pages/frame.ts';
import { findElectron } from './programs.ts';
import { createWorkplace, type Workplace } from './workplace.ts';

export interface DoorOptions {
  /** Through which door windows are opened. */
  readonly door: 'browser' | 'electron';
  /** Template of the project that the window opens on; `null` for the welcome page. */
  readonly template: string | null;
}

interface DoorFixtures {
  readonly workplace: Workplace;
  /** Folder of the project, empty without one. */
  readonly project: string;
  readonly window: OpenWindow;
  readonly frame: Frame;
  /** What a page must never do: errors in its console, and violations of its policy. Empty at each test's end. */
  readonly complaints: string[];
}

export const test = base.extend<DoorOptions & DoorFixtures>({
  door: ['browser', { option: true }],
  template: ['tutorial', { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern.
  workplace: async ({}, use) => {
    const workplace = await createWorkplace();
    await use(workplace);
    await workplace.remove();
  },

  project: async ({ workplace, template }, use) => {
    await use(template === null ? '' : await workplace.project(template));
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above.
  complaints: async ({}, use) => {
    const complaints: string[] = [];
    await use(complaints);
    expect(complaints, 'the page complained').toEqual([]);
  },

  window: async ({ door, workplace, project, complaints, viewport }, use) => {
    const electron = door === 'electron' ? findElectron() : null;
    test.skip(door === 'electron' && electron === null, 'Electron’s binary is not on this machine.');
    const directory = project === '' ? null : project;
    const window =
      electron === null
        ? await openInBrowser(workplace, directory, viewport ?? { width: 1440, height: 900 }, (page) =>
            watch(page, complaints),
          )
        : await openInElectron(workplace, directory, electron);
    if (electron !== null) watch(window.page, complaints);
    await use(window);
    await window.close();
  },

  frame: async ({ window }, use) => {
    await use(new Frame(window.page));
  },
});

/** That the page had to ask again for what the network dropped is no fault of it. */
function watch(page: Page, complaints: string[]): void {
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes(networkChanged))
      complaints.push(message.text());
  });
}

export { expect };
