import { defineConfig } from 'vitest/config';

/** `unit` needs nothing but Node. `system` uses the real nix, Docker daemon and processes, one file after the other. */
export default defineConfig({
  test: {
    projects: [
      {
        // The same protocol for a window and for Node; tests of windows run in Node.
        resolve: { alias: { 'vscode-jsonrpc/browser': 'vscode-jsonrpc/node' } },
        test: {
          name: 'unit',
          include: ['{shared,electron,renderer,scripts}/**/*.test.{ts,tsx}'],
          exclude: ['**/*.system.test.ts'],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['{shared,electron,renderer,resources,scripts,e2e}/**/*.system.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
