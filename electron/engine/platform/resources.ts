/** Where the files lie that come with the program and are not code: the one place that knows. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** What only the package's root has beside it. */
const marker = join('resources', 'nix', 'flake.nix');

/** The package's folder, whether we run from the sources or from a bundle in `dist/`. */
export function packageRoot(): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, marker))) return folder;
    if (folder === dirname(folder)) {
      throw new Error(
        `${marker} is in no folder above ${import.meta.dirname}: the installation is incomplete.`,
      );
    }
  }
}

/** Absolute path of something in `resources/`. */
export function resource(...path: readonly string[]): string {
  return join(packageRoot(), 'resources', ...path);
}

/** Version of NXC Desktop, from its package.json. */
export function packageVersion(): string {
  const description: unknown = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8'));
  const version =
    typeof description === 'object' && description !== null && 'version' in description
      ? description.version
      : undefined;
  return typeof version === 'string' ? version : 'unknown';
}
