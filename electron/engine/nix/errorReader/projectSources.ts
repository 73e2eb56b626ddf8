/** From the copies in the store that Nix speaks of, back to the user's own files. */
import { access, readFile } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';
import { splitStorePath } from '../storePath.ts';

export interface ProjectSources {
  /** Absolute path of the project. */
  readonly directory: string;
  /** The user's own file behind a path in Nix's words, whether or not it exists; `undefined` if it is no file of the project. */
  locate(path: string): Promise<string | undefined>;
  /** `undefined` when the file cannot be read. */
  read(file: string): Promise<string | undefined>;
  /** What git thinks of a file that exists; `absent` for one that doesn't. */
  status(file: string): Promise<'absent' | 'untracked' | 'present'>;
  /** Relative to the project, as the user calls it. */
  name(file: string): string;
}

export interface ProjectSourcesDependencies {
  readonly directory: string;
  /** Root of the git repository around the project; `null` when there is none. */
  readonly gitRoot: string | null;
  /** Whether git ignores or has never been told of an existing file. */
  isUntracked(file: string): Promise<boolean>;
}

/** The flake's source in the store is a copy of the whole repository, or of the project's folder without one. */
export function createProjectSources(dependencies: ProjectSourcesDependencies): ProjectSources {
  const { directory } = dependencies;
  const root = dependencies.gitRoot ?? directory;
  const ownObjects = new Map<string, Promise<boolean>>();

  /** A source is ours if its flake.nix is; sources are named alike, and libraries have a `composition.nix` too. */
  async function isOwn(object: string): Promise<boolean> {
    const flake = join(relative(root, directory), 'flake.nix');
    const [copy, original] = await Promise.all([read(join(object, flake)), read(join(root, flake))]);
    return copy === undefined || copy === original;
  }

  return {
    directory,
    async locate(path) {
      const bracketed = /^«[^»]*»\/?(.*)$/.exec(path);
      if (bracketed !== null) {
        const file = join(root, bracketed[1] ?? '');
        return (await exists(file)) ? file : undefined;
      }
      const parts = splitStorePath(path);
      if (parts === undefined) {
        return isAbsolute(path) && isInside(root, path) ? path : undefined;
      }
      if (!parts.name.endsWith('source') || parts.inside === '') return undefined;
      let own = ownObjects.get(parts.object);
      if (own === undefined) {
        own = isOwn(parts.object);
        ownObjects.set(parts.object, own);
      }
      return (await own) ? join(root, parts.inside) : undefined;
    },
    read,
    async status(file) {
      if (!(await exists(file))) return 'absent';
      return dependencies.gitRoot !== null && (await dependencies.isUntracked(file))
        ? 'untracked'
        : 'present';
    },
    name: (file) => relative(directory, file) || '.',
  };
}

async function read(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch(() => undefined);
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}
