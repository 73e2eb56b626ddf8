/** Which of a kernel's modules a virtual machine needs, and in which order they are loaded. */
import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, zstdDecompressSync } from 'node:zlib';

/** What a node's disk, network, channels and identity come through. */
const needed = ['virtio_pci', 'virtio_blk', 'virtio_net', 'virtio_console'];
/** A kernel without these makes machines that tell less: of a panic, and of randomness. */
const welcome = ['pvpanic_mmio', 'virtio_rng'];

export interface KernelModule {
  /** With underscores, as the kernel calls it. */
  readonly name: string;
  readonly content: Buffer;
}

export interface ModuleSet {
  /** What must be loaded first comes first. */
  readonly ordered: readonly KernelModule[];
  /** Drivers that are neither modules of this kernel nor built into it. */
  readonly missing: readonly string[];
}

/** Reads what is needed below `lib/modules/<version>`; whole drivers that are built in need nothing. */
export async function orderModules(modules: string): Promise<ModuleSet> {
  const files = await moduleFiles(modules);
  const builtin = new Set(
    (await readFile(join(modules, 'modules.builtin'), 'utf8').catch(() => '')).split('\n').map(moduleName),
  );
  const ordered = new Map<string, KernelModule>();
  const missing: string[] = [];
  const add = async (name: string, isNeeded: boolean): Promise<void> => {
    if (ordered.has(name) || builtin.has(name)) return;
    const file = files.get(name);
    if (file === undefined) {
      if (isNeeded) missing.push(name);
      return;
    }
    const content = await readModule(file);
    for (const dependency of dependenciesOf(content)) await add(dependency, isNeeded);
    ordered.set(name, { name, content });
  };
  for (const name of welcome) await add(name, false);
  for (const name of needed) await add(name, true);
  return { ordered: [...ordered.values()], missing };
}

/** Every module file by the module's name. */
async function moduleFiles(modules: string): Promise<Map<string, string>> {
  const names = await readdir(join(modules, 'kernel'), { recursive: true }).catch(() => []);
  return new Map(
    names
      .filter((name) => /\.ko(\.\w+)?$/.test(name))
      .map((name) => [moduleName(name), join(modules, 'kernel', name)]),
  );
}

/** The kernel calls a module by its file's name with every `-` as `_`. */
function moduleName(file: string): string {
  return basename(file)
    .replace(/\.ko(\.\w+)?$/, '')
    .replaceAll('-', '_');
}

async function readModule(file: string): Promise<Buffer> {
  const content = await readFile(file);
  if (file.endsWith('.zst')) return zstdDecompressSync(content);
  if (file.endsWith('.gz')) return gunzipSync(content);
  if (!file.endsWith('.xz')) return content;
  const { stdout } = await promisify(execFile)('xz', ['--decompress', '--stdout', file], {
    encoding: 'buffer',
    maxBuffer: 64 * 1024 ** 2,
  });
  return stdout;
}

/** What a module says that it depends on, in the section that modinfo reads: `depends=virtio,virtio_ring`. */
export function dependenciesOf(module: Buffer): string[] {
  const key = Buffer.from('\0depends=');
  const start = module.indexOf(key);
  if (start < 0) return [];
  const end = module.indexOf(0, start + 1);
  const value = module.subarray(start + key.length, end).toString();
  return value === '' ? [] : value.split(',').map((name) => name.replaceAll('-', '_'));
}
