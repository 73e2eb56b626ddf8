/**
 * The outer wall around the sandbox's process: what this system offers to take rights away from it. The inner walls
 * (a realm without Node, Node's permission model) stand everywhere; see docs/test-scripts.md.
 */
import { dirname } from 'node:path';
import { execa } from 'execa';
import { findProgram } from '../../platform/findProgram.ts';

export type ConfinementLevel = 'bubblewrap' | 'namespaces' | 'process';

export interface Confinement {
  readonly level: ConfinementLevel;
  /**
   * The command that runs `command` inside.
   *
   * @param readable files and folders that it must be able to read
   */
  wrap(command: readonly string[], readable: readonly string[]): readonly string[];
}

/** Folders of shared libraries and of programs; those that exist are readable inside, nothing else is. */
const systemFolders = ['/usr', '/lib', '/lib64', '/bin', '/nix/store'];

const probeTimeout = 5000;

/**
 * The strongest wall that works here, found by trying: bubblewrap, then namespaces by `unshare`, then none.
 *
 * @param searchPath the folders of programs, as in PATH
 */
export async function findConfinement(searchPath: string = process.env.PATH ?? ''): Promise<Confinement> {
  if (process.platform !== 'linux') return withoutWall;
  for (const [program, build] of [
    ['bwrap', bubblewrap],
    ['unshare', namespaces],
  ] as const) {
    const path = await findProgram(program, searchPath);
    if (path === null) continue;
    const confinement = build(path);
    if (await works(confinement)) return confinement;
  }
  return withoutWall;
}

const withoutWall: Confinement = { level: 'process', wrap: (command) => command };

/** No network, own process tree, and a file system that holds only what has to be read. */
function bubblewrap(program: string): Confinement {
  return {
    level: 'bubblewrap',
    wrap: (command, readable) => [
      program,
      ...['--unshare-all', '--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--clearenv'],
      ...['--dev', '/dev', '--proc', '/proc', '--tmpfs', '/tmp'],
      ...systemFolders.flatMap((folder) => ['--ro-bind-try', folder, folder]),
      ...readable.flatMap((path) => ['--ro-bind', path, path]),
      ...['--chdir', '/'],
      ...command,
    ],
  };
}

/** No network and an own process tree, from which other processes can neither be seen nor signalled. */
function namespaces(program: string): Confinement {
  return {
    level: 'namespaces',
    wrap: (command) => [
      program,
      ...[
        '--user',
        '--map-current-user',
        '--net',
        '--ipc',
        '--pid',
        '--fork',
        '--kill-child',
        '--mount-proc',
      ],
      '--',
      ...command,
    ],
  };
}

async function works(confinement: Confinement): Promise<boolean> {
  const [program = '', ...words] = confinement.wrap(
    [process.execPath, '--version'],
    [dirname(process.execPath)],
  );
  const { failed } = await execa(program, words, { reject: false, stdio: 'ignore', timeout: probeTimeout });
  return !failed;
}
