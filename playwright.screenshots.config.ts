import { defineConfig } from '@playwright/test';
import type { DoorOptions } from './e2e/test.ts';

/** The pictures of the documentation, taken of the real thing: `npm run screenshots`. */
export default defineConfig<DoorOptions>({
  testDir: 'e2e',
  testMatch: 'screenshots.ts',
  outputDir: 'test-results',
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'line',
  use: {
    door: 'browser',
    viewport: { width: 1280, height: 800 },
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
  },
});
