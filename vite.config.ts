import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The window's page. Its security policy comes as a header from whoever serves it (electron/pages). */
export default defineConfig({
  base: './',
  plugins: [react()],
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
