/** Where the sandbox's own files are, whether we run from the sources or from the bundle. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';
import { packageRoot, resource } from '../platform/resources.ts';

export interface DriverFiles {
  /** Entry file of the sandbox's process. */
  readonly main: string;
  /** Folder of Pyodide's own files. */
  readonly pyodide: string;
  /** Folder of realm.js and the Python modules: resources/driver. */
  readonly driver: string;
  /** Folder where a build of the program puts the interpreter's snapshot; it need not exist. */
  readonly builtSnapshots: string;
}

/** @throws AppError `internal` naming what is missing: the installation is incomplete */
export function findDriverFiles(): DriverFiles {
  const root = packageRoot();
  return {
    main: firstExisting('the test runner', [
      join(import.meta.dirname, 'driverProcess', 'main.ts'),
      join(root, 'dist', 'driver', 'main.mjs'),
    ]),
    pyodide: firstExisting('Pyodide', [join(root, 'node_modules', 'pyodide'), join(root, 'dist', 'pyodide')]),
    driver: firstExisting('its test driver', [resource('driver')]),
    builtSnapshots: join(root, 'dist', 'python'),
  };
}

function firstExisting(what: string, candidates: readonly string[]): string {
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined) {
    throw new AppError('internal', `This installation lacks ${what}, without which no test script can run.`, {
      hint: 'Install the program again; from source: npm ci.',
      details: { raw: `Looked for:\n${candidates.join('\n')}` },
    });
  }
  return found;
}
