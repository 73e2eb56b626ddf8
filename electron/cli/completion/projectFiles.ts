/** What a project's own files tell without asking Docker or Nix. Every answer may be empty, none is an error. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resource } from '#engine/platform/resources.ts';
import { builtTargets } from '../builtTargets.ts';

/** The folder with nxc.json, here or above. */
function projectRoot(directory: string): string | undefined {
  for (let folder = directory; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'nxc.json'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Node names of the newest deployment. */
export function runningNodes(directory: string): string[] {
  const [newest] = newestFirst(directory, 'deploy');
  const deployment = record(record(newest === undefined ? undefined : readJson(newest))?.deployment);
  if (deployment === undefined) return [];
  return Object.entries(deployment).map(([key, node]) => {
    // Keyed by host name for containers and by address for machines.
    const host = record(node)?.host;
    return typeof host === 'string' ? host : key;
  });
}

/** Roles of the newest build. */
export function knownRoles(directory: string): string[] {
  const [newest] = newestFirst(directory, 'build');
  const info = record(newest === undefined ? undefined : readJson(newest));
  if (Array.isArray(info?.roles)) return info.roles.filter((role) => typeof role === 'string');
  // Flavours with one image for all compositions.
  const compositions = Object.values(record(info?.compositions_info) ?? {});
  return [...new Set(compositions.flatMap((one) => Object.keys(record(record(one)?.roles) ?? {})))];
}

/** `composition::flavour` of everything that was built. */
export function knownTargets(directory: string): string[] {
  const root = projectRoot(directory);
  return root === undefined
    ? []
    : builtTargets(root).map(({ composition, flavour }) => `${composition}::${flavour}`);
}

/** The templates that come with this program. */
export function templateNames(): string[] {
  return list(resource('nix', 'templates')).filter((name) =>
    statSync(resource('nix', 'templates', name)).isDirectory(),
  );
}

function newestFirst(directory: string, folder: string): string[] {
  const root = projectRoot(directory);
  if (root === undefined) return [];
  return list(join(root, folder))
    .filter((name) => !name.startsWith('.'))
    .map((name) => join(root, folder, name))
    .filter((file) => existsSync(file))
    .sort((left, right) => statSync(right).mtimeMs - statSync(left).mtimeMs);
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    // Half written, or not ours: Tab has nothing to say then.
    return undefined;
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined;
}
