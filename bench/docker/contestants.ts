/** Who starts and stops the same containers. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'rolldown';
import { common } from '../../rolldown.config.ts';
import type { Prepared } from './prepare.ts';

export interface Contestant {
  readonly name: string;
  start(prepared: Prepared): readonly string[];
  stop(prepared: Prepared): readonly string[];
}

const root = join(import.meta.dirname, '../..');
const node = process.execPath;

const floor: Contestant = {
  name: 'floor (8 raw calls)',
  start: ({ requestsFile }) => [node, join(import.meta.dirname, 'floor.ts'), 'start', requestsFile],
  stop: ({ requestsFile }) => [node, join(import.meta.dirname, 'floor.ts'), 'stop', requestsFile],
};

/** The engine by itself, bundled as it ships. */
async function engine(): Promise<Contestant> {
  const folder = mkdtempSync(join(tmpdir(), 'nxc-bench-'));
  await build({
    ...common,
    input: join(import.meta.dirname, 'engine.ts'),
    output: { dir: folder, format: 'esm', entryFileNames: 'engine.mjs' },
    logLevel: 'silent',
  });
  const command = (verb: string, { fixture }: Prepared) => {
    const { target, composeInfo, nodes } = fixture;
    return [
      node,
      join(folder, 'engine.mjs'),
      verb,
      JSON.stringify(target),
      composeInfo,
      JSON.stringify(nodes),
    ];
  };
  return {
    name: 'our engine',
    start: (prepared) => command('start', prepared),
    stop: (prepared) => command('stop', prepared),
  };
}

/** The program that users have; only once it has been built. */
function commandLine(): Contestant[] {
  const program = join(root, 'bin/nxc');
  if (!existsSync(program) || !existsSync(join(root, 'dist'))) return [];
  return [
    {
      name: 'nxc start / stop',
      start: ({ fixture }) => [program, '-d', fixture.directory, 'start', '-f', 'docker'],
      stop: ({ fixture }) => [program, '-d', fixture.directory, 'stop', '-f', 'docker'],
    },
  ];
}

/** Docker Compose in whatever versions are here; COMPOSE_V2 names a program that is not in the usual places. */
function composeVersions(): Contestant[] {
  const programs = [['docker-compose'], ['docker', 'compose'], [process.env.COMPOSE_V2 ?? '']];
  const seen = new Set<string>();
  return programs.flatMap((program) => {
    const [command = '', ...parameters] = program;
    if (command === '') return [];
    const { status, stdout } = spawnSync(command, [...parameters, 'version', '--short'], {
      encoding: 'utf8',
    });
    const version = stdout?.trim() ?? '';
    if (status !== 0 || seen.has(version)) return [];
    seen.add(version);
    const options = ({ composeFile }: Prepared) => [...program, '-f', composeFile];
    return [
      {
        name: `compose ${version}`,
        start: (prepared: Prepared) => [...options(prepared), 'up', '--detach'],
        stop: (prepared: Prepared) => [...options(prepared), 'down', '--volumes'],
      },
    ];
  });
}

/** The floor comes first: the others are compared with it. */
export async function findContestants(): Promise<readonly Contestant[]> {
  return [floor, await engine(), ...commandLine(), ...composeVersions()];
}
