/** Machines that lack something, made from this one. */
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** A PATH on which every program of this machine is found, except those that the pattern names. */
export async function pathWithout(pattern: RegExp, folder: string): Promise<string> {
  await mkdir(folder);
  const seen = new Set<string>();
  for (const directory of (process.env.PATH ?? '').split(delimiter)) {
    for (const name of await readdir(directory).catch(() => [])) {
      // The first one on the PATH is the one that counts.
      if (seen.has(name) || pattern.test(name)) continue;
      seen.add(name);
      await symlink(join(directory, name), join(folder, name));
    }
  }
  return folder;
}

/** As a user whom file modes bind, even when the tests run as root: put before a command. */
export function boundByFileModes(command: readonly string[]): readonly string[] {
  if (process.getuid?.() !== 0) return command;
  const powers = '-dac_override,-dac_read_search,-fowner';
  return ['setpriv', `--bounding-set=${powers}`, `--inh-caps=${powers}`, ...command];
}
