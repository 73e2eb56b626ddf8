/**
 * Bundles what Node and Electron run: the command line and the desktop app in parts that are loaded when they are used,
 * the app's preload, the test driver's process and the relay's between machines. Vite builds the window's page.
 */
import { defineConfig, type RolldownOptions } from 'rolldown';

/**
 * Parts of dockerode that are never used here, and that take longer to load than all of it: BuildKit's protocol,
 * daemons that are reached by ssh, and folders to build images from. An empty module stands in for each. Of ssh2 we use
 * a part by its own path, without the compiled one that knows processors.
 */
const withoutUnusedParts = {
  '@grpc/grpc-js': false,
  '@grpc/proto-loader': false,
  protobufjs: false,
  ssh2$: false,
  'cpu-features': false,
  'tar-fs': false,
  '@balena/dockerignore': false,
} as const;

/** What all bundles that run in Node have in common; the benchmarks make theirs in the same way. */
export const common = {
  platform: 'node',
  resolve: { tsconfigFilename: './tsconfig.json', alias: withoutUnusedParts },
} satisfies RolldownOptions;

const output = {
  format: 'esm',
  entryFileNames: '[name].mjs',
  chunkFileNames: 'parts/[name]-[hash].mjs',
  // What is not in a build any more must not be found by the next one.
  cleanDir: true,
} as const;

export default defineConfig([
  {
    ...common,
    input: { nxc: 'electron/cli/main.ts' },
    output: { ...output, dir: 'dist/cli' },
  },
  {
    ...common,
    input: { main: 'electron/engine/tests/driverProcess/main.ts' },
    // The sandbox may read this one file and nothing beside it.
    output: { ...output, dir: 'dist/driver', codeSplitting: false },
    external: [/pyodide/],
  },
  {
    ...common,
    input: { main: 'electron/engine/flavours/vm/network/relayProcess/main.ts' },
    output: { ...output, dir: 'dist/relay', codeSplitting: false },
  },
  {
    ...common,
    input: { main: 'electron/main/main.ts' },
    output: { ...output, dir: 'dist/main' },
    external: ['electron'],
  },
  {
    ...common,
    input: { preload: 'electron/preload/preload.ts' },
    // A sandboxed preload can load nothing: one file, and CommonJS.
    output: {
      ...output,
      dir: 'dist/preload',
      format: 'cjs',
      entryFileNames: '[name].cjs',
      codeSplitting: false,
    },
    external: ['electron'],
  },
]);
