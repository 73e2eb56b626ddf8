/** A user's world for one test: an own home of the program, and an own folder for projects. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from './programs.ts';

const execute = promisify(execFile);

export interface Workplace {
  /** Where new projects can be made. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Runs `nxc` with the given words and returns what it printed. */
  nxc(...words: readonly string[]): Promise<string>;
  /** Makes a project from a template and returns its folder. */
  project(template: string): Promise<string>;
  remove(): Promise<void>;
}

/** The command as users run it. */
export const nxcProgram = join(root, 'bin', 'nxc');

/** @param variables further ones for every program */
export async function createWorkplace(variables: Readonly<Record<string, string>> = {}): Promise<Workplace> {
  const folder = await mkdtemp(join(tmpdir(), 'nxc-e2e-'));
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  const environment = { ...Object.fromEntries(inherited), NXC_HOME: join(folder, 'home'), ...variables };
  const nxc = async (...words: readonly string[]): Promise<string> => {
    const { stdout } = await execute(nxcProgram, [...words], { cwd: folder, env: environment });
    return stdout;
  };
  return {
    folder,
    environment,
    nxc,
    async project(template) {
      const directory = join(folder, template);
      await nxc('-d', directory, 'init', '-t', template);
      return directory;
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
