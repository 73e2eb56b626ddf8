import { defineConfig } from '@playwright/test';
import type { DoorOptions } from './e2e/test.ts';

/** One set of tests, run through each door: the browser host, and Electron where its binary is. */
export default defineConfig<DoorOptions>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // Nodes, images and the Nix store are the machine's own: one test at a time.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  // Chromium gives up what it is loading when a Docker network comes or goes, and a page's first script cannot try again
  // by itself. What fails twice is ours.
  retries: process.env.CI === 'true' ? 1 : 0,
  forbidOnly: process.env.CI === 'true',
  reporter: 'line',
  use: {
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'browser', use: { door: 'browser' } },
    { name: 'electron', use: { door: 'electron' }, testIgnore: '**/browserHost.spec.ts' },
  ],
});
