import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, minifySync, type Plugin, transformWithOxc } from 'vite';

/** Puts the script that loads the others again into the page itself; the policy allows it by its hash. */
function inlineLoadGuard(): Plugin {
  const file = join(import.meta.dirname, 'renderer', 'loadGuard.ts');
  return {
    name: 'inline-load-guard',
    async transformIndexHtml() {
      const { code } = await transformWithOxc(await readFile(file, 'utf8'), file);
      return [{ tag: 'script', children: minifySync(file, code).code, injectTo: 'head-prepend' }];
    },
  };
}

/** The window's page. Its security policy comes as a header from whoever serves it (electron/pages). */
export default defineConfig({
  base: './',
  plugins: [react(), inlineLoadGuard()],
  build: {
    outDir: 'dist/renderer',
    target: 'chrome130',
    // The policy allows no fonts from data: addresses.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      output: {
        // Changes with its version and not with our code: stays in the browser's cache.
        codeSplitting: {
          groups: [
            {
              name: 'libraries',
              test: /node_modules\/(react|react-dom|scheduler|zod|zustand|radix-ui|@radix-ui|dockview)/,
            },
          ],
        },
      },
    },
  },
  worker: { format: 'es' },
  clearScreen: false,
});
