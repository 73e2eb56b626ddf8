import { defineConfig } from '@playwright/test';
import type { DoorOptions } from './e2e/test.ts';

/** A machine that does other things too is slow, and that is no fault of the window: what hangs still says where. */
const patienceMs = 40_000;

/** One set of tests, run through each door: the browser host, and Electron where its binary is. */
export default defineConfig<DoorOptions>({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // Nodes, images and the Nix store are the machine's own: one test at a time.
  workers: 1,
  timeout: 240_000,
  expect: { timeout: patienceMs },
  // A second try would hide what fails now and then: see e2e/loading.spec.ts for what once did.
  retries: 0,
  forbidOnly: process.env.CI === 'true',
  reporter: 'line',
  use: {
    // Far less than a test's time: what hangs says at which step.
    actionTimeout: patienceMs,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'browser', use: { door: 'browser' } },
    { name: 'electron', use: { door: 'electron' }, testIgnore: '**/{browserHost,loading}.spec.ts' },
  ],
});
