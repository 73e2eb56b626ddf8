/** Trees of files as tar streams, to and from this machine's file system. */
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, copyFile, lstat, mkdir, readdir, readlink, rm, stat, symlink } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Extract } from 'tar-stream';
import { AppError } from '#shared/errors.ts';

/**
 * A tar stream of a file or folder, which is called `name` in it. Owned by root, as a node has no other users for sure.
 *
 * @throws AppError `not-found` if there is no such file
 */
export async function packTree(path: string, name: string): Promise<Readable> {
  await lstat(path).catch((error: unknown) => {
    throw new AppError('not-found', `There is no file or folder ${path} on this machine.`, {
      hint: 'Check the path: the source comes first, the destination second.',
      cause: error,
    });
  });
  const { pack } = await import('tar-stream');
  const archive = pack();
  const output = new PassThrough();
  archive.pipe(output);
  async function add(file: string, entryName: string): Promise<void> {
    const status = await lstat(file);
    const header = { name: entryName, mode: status.mode & 0o7777, mtime: status.mtime, uid: 0, gid: 0 };
    if (status.isSymbolicLink()) {
      archive.entry({ ...header, type: 'symlink', linkname: await readlink(file) });
    } else if (status.isDirectory()) {
      archive.entry({ ...header, type: 'directory' });
      for (const child of (await readdir(file)).sort()) await add(join(file, child), `${entryName}/${child}`);
    } else if (status.isFile()) {
      await pipeline(createReadStream(file), archive.entry({ ...header, size: status.size }));
    }
    // Sockets, pipes and devices are left out, as they mean nothing elsewhere.
  }
  add(path, name).then(
    () => archive.finalize(),
    (error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return output;
}

export interface Unpacking {
  readonly input: Writable;
  readonly done: Promise<void>;
}

/**
 * Takes a tar stream whose one tree is called `name`, and writes that tree to `destination`, or into it if it is an
 * existing folder. Entries that would lie elsewhere are refused, and nothing is ever written through a link of the
 * archive: a node is not trusted with this machine's files.
 */
export async function unpackTree(name: string, destination: string): Promise<Unpacking> {
  const { extract } = await import('tar-stream');
  const root = (await isFolder(destination)) ? join(destination, name) : destination;
  const archive = extract();
  const input = new PassThrough();
  input.pipe(archive);
  const done = writeEntries(archive, name, root);
  // The input is destroyed with the error; whoever waits for `done` gets it too.
  done.catch((error: unknown) => input.destroy(error instanceof Error ? error : new Error(String(error))));
  return { input, done };
}

async function writeEntries(entries: Extract, name: string, root: string): Promise<void> {
  const links = new Set<string>();
  for await (const entry of entries) {
    const { type, mode = 0o644, linkname } = entry.header;
    const path = placeOf(entry.header.name, name, root);
    for (let folder = path; folder.length > root.length; folder = dirname(folder)) {
      if (folder !== path && links.has(folder)) throw escapes(entry.header.name);
    }
    await mkdir(type === 'directory' ? path : dirname(path), { recursive: true });
    if (type === 'directory') {
      await chmod(path, mode | 0o700);
    } else if (type === 'symlink') {
      await rm(path, { force: true });
      await symlink(linkname ?? '', path);
      links.add(path);
    } else if (type === 'link') {
      await copyFile(placeOf(linkname ?? '', name, root), path);
    } else if (type === 'file' || type === 'contiguous-file') {
      // Replaced, not written over: what is there may be a link to somewhere else.
      await rm(path, { force: true });
      await pipeline(entry, createWriteStream(path, { mode, flags: 'wx' }));
    }
    entry.resume();
  }
}

/** Where an entry goes on this machine. */
function placeOf(entryName: string, name: string, root: string): string {
  const path = posix.normalize(entryName).replace(/\/$/, '');
  if (path === name) return root;
  if (!path.startsWith(`${name}/`)) throw escapes(entryName);
  return join(root, path.slice(name.length + 1));
}

function escapes(entryName: string): AppError {
  return new AppError(
    'bad-input',
    `The node sent a file that lies outside of what was asked for: ${entryName}.`,
    {
      hint: 'Nothing was written there. Do not trust this node.',
    },
  );
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (status) => status.isDirectory(),
    () => false,
  );
}
