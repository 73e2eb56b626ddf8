/** Per-user folders, by the XDG rules (and their counterparts on other systems). */
import environmentPaths from 'env-paths';

export interface UserDirectories {
  /** Survives everything: the per-user copies of the Nix library. */
  readonly data: string;
  /** May be deleted at any time: evaluation results, interpreter snapshots. */
  readonly cache: string;
  /** Logs, sockets, pid files. */
  readonly state: string;
  readonly config: string;
}

/** Overridden as a whole by NXC_HOME, so that tests and several installations stay apart. */
export function userDirectories(environment: NodeJS.ProcessEnv = process.env): UserDirectories {
  const home = environment.NXC_HOME;
  if (home !== undefined && home !== '') {
    return { data: `${home}/data`, cache: `${home}/cache`, state: `${home}/state`, config: `${home}/config` };
  }
  const paths = environmentPaths('nxc', { suffix: '' });
  return { data: paths.data, cache: paths.cache, state: paths.log, config: paths.config };
}
