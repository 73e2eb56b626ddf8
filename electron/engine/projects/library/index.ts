/**
 * The per-user copies of our Nix library. Each is a folder that is named by its content and never changes, so that a
 * lock which points to it stays true when the app is updated.
 */
import { randomUUID } from 'node:crypto';
import { chmod, cp, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { LibraryPin } from '#shared/model/flakeLock.ts';
import { findStaticBusybox, missingBusybox } from './busybox.ts';
import { findKernel, type Kernel, kernelFiles } from './kernel.ts';
import { narHash, sriHash } from './narHash.ts';
import { readStamp, type Stamp, sourceKey, writeStamp } from './stamp.ts';

/** Hexadecimal digits of the content hash that name a copy. */
const nameLength = 32;

export interface LibraryOptions {
  /** Fail when this machine has no static busybox; without it the library only works with nixpkgs. */
  readonly needsBusybox?: boolean;
  /** Look into an existing copy whether it is still what its name says, and mend it. */
  readonly verify?: boolean;
}

export interface Library {
  /** The folder that holds every copy. */
  readonly directory: string;
  /**
   * The copy for this version of the app and this machine's busybox and kernel; made if it isn't there yet. Without a
   * kernel it builds no virtual machines, and says so when it is asked to.
   *
   * @throws AppError `missing-program` without a static busybox, if one is needed
   */
  current(options?: LibraryOptions): Promise<LibraryPin>;
}

export interface LibraryDependencies {
  /** The library as the app ships it: `resources/nix`. */
  readonly source: string;
  /** Usually `userDirectories().data`. */
  readonly dataDirectory: string;
  readonly environment?: NodeJS.ProcessEnv;
}

/** Parts of the library that no project needs. */
const leftOut = ['.gitignore', 'tests', 'tiny/seed'];

export function createLibrary(dependencies: LibraryDependencies): Library {
  const environment = dependencies.environment ?? process.env;
  const { source } = dependencies;
  const directory = join(dependencies.dataDirectory, 'library');

  /** Copies the library to a folder of its own and then gives it its name, so that nobody sees half a copy. */
  async function install({ busybox, kernel }: Seeds): Promise<LibraryPin> {
    const draft = join(directory, `.draft-${randomUUID()}`);
    try {
      await cp(source, draft, {
        recursive: true,
        filter: (path) => !leftOut.includes(relative(source, path)),
      });
      if (busybox !== undefined) {
        await mkdir(join(draft, 'tiny/seed'), { recursive: true });
        await cp(busybox, join(draft, 'tiny/seed/busybox'), { dereference: true });
        await chmod(join(draft, 'tiny/seed/busybox'), 0o755);
      }
      if (kernel !== undefined) await copyKernel(kernel, join(draft, 'tiny/seed/kernel'));
      const hash = await narHash(draft);
      const path = join(directory, hash.slice(0, nameLength));
      await takeName(draft, path, hash);
      return { path, narHash: sriHash(hash) };
    } finally {
      await rm(draft, { recursive: true, force: true });
    }
  }

  return {
    directory,
    async current({ needsBusybox = false, verify = false } = {}) {
      const busybox = await findStaticBusybox(environment);
      if (busybox === undefined && needsBusybox) throw missingBusybox(environment);
      const kernel = await findKernel(environment, dependencies.dataDirectory);
      const key = await sourceKey(
        source,
        [busybox, kernel?.image].filter((file) => file !== undefined),
      );
      const stamp = verify ? undefined : await readStamp(directory, key);
      if (stamp !== undefined && (await isThere(stamp))) return { path: stamp.path, narHash: stamp.narHash };
      await mkdir(directory, { recursive: true });
      const pin = await install({ busybox, kernel });
      await writeStamp(directory, { key, ...pin });
      return pin;
    },
  };
}

/** What this machine adds to the library. */
interface Seeds {
  readonly busybox: string | undefined;
  readonly kernel: Kernel | undefined;
}

/** A kernel that machines cannot boot is as good as none: the build says then what to do. */
async function copyKernel(kernel: Kernel, folder: string): Promise<void> {
  const files = await kernelFiles(kernel).catch(() => new Map<string, Buffer>());
  for (const [name, content] of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

async function isThere({ path }: Stamp): Promise<boolean> {
  return stat(join(path, 'flake.nix')).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** Renames; if the name is taken by the same content, somebody else was faster and theirs stays. */
async function takeName(draft: string, path: string, hash: string): Promise<void> {
  for (;;) {
    try {
      await rename(draft, path);
      return;
    } catch (thrown) {
      if (!isTaken(thrown)) throw thrown;
      if ((await narHash(path).catch(() => '')) === hash) return;
      // Somebody wrote into it: out of the way in one step, and try again.
      const spoilt = `${draft}-spoilt`;
      await rename(path, spoilt).catch(() => {});
      await rm(spoilt, { recursive: true, force: true });
    }
  }
}

function isTaken(thrown: unknown): boolean {
  return (
    thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOTEMPTY' || thrown.code === 'EEXIST')
  );
}
