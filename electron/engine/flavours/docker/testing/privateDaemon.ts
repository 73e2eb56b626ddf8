/**
 * A Docker daemon of a test's own, to be killed or filled up at will. It lives in a network, a mount and a process
 * name space of its own: nothing that it makes or removes (bridges, mounts, processes) is the machine's.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

const startAttempts = 20;

/**
 * Process 1 of the name spaces. It ends with its input, i.e. with the test's process, and the kernel then ends
 * everything in them. Waiting, the shell also takes leave of processes that have lost their parent.
 */
const firstProcess = 'exec 3<&0; cat <&3 >/dev/null & wait $!';

export interface PrivateDaemon {
  /** For DOCKER_HOST. */
  readonly host: string;
  start(): Promise<void>;
  /** Ends the daemon the hard way; containers may live on. */
  kill(): Promise<void>;
  /** Ends everything and removes its files. */
  remove(): Promise<void>;
}

/** @param diskSize if given, e.g. `64m`, its data is on a file system of that size */
export function createPrivateDaemon(diskSize?: string): PrivateDaemon {
  const folder = mkdtempSync(join(tmpdir(), 'nxc-dockerd-'));
  const dataRoot = join(folder, 'data');
  const host = `unix://${join(folder, 'docker.sock')}`;
  const controlGroup = basename(folder);
  mkdirSync(dataRoot);

  const spaces = spawn(
    'unshare',
    ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc', 'sh', '-c', firstProcess],
    { stdio: ['pipe', 'ignore', 'inherit'] },
  );
  const spacesEnded = once(spaces, 'exit');
  const entered = prepareSpaces();
  let daemon: ChildProcess | undefined;

  /** What comes before a program to run it in the name spaces. */
  async function prepareSpaces(): Promise<string[]> {
    const enter = ['--target', String(await firstChildOf(spaces)), '--net', '--mount', '--pid', '--'];
    const size = `size=${diskSize}`;
    if (diskSize !== undefined)
      execFileSync('nsenter', [...enter, 'mount', '-t', 'tmpfs', '-o', size, 'tmpfs', dataRoot]);
    return enter;
  }

  async function kill(): Promise<void> {
    if (daemon === undefined) return;
    const exited = once(daemon, 'exit');
    daemon = undefined;
    // The file holds its number in its own name space.
    const pid = readFileSync(join(folder, 'pid'), 'utf8');
    execFileSync('nsenter', [...(await entered), 'kill', '-KILL', pid]);
    await exited;
  }

  async function start(): Promise<void> {
    const command = [
      ['dockerd', '--host', host],
      ['--data-root', dataRoot],
      ['--exec-root', join(folder, 'exec')],
      ['--pidfile', join(folder, 'pid')],
      ['--cgroup-parent', `/${controlGroup}`],
      ['--bridge=none', '--iptables=false', '--ip6tables=false'],
      ['--storage-driver', 'vfs'],
      // Without it, a daemon that comes back first ends all containers it finds, each with a grace period.
      ['--live-restore'],
    ].flat();
    // One that follows a killed one too closely finds the other's containerd still there, and gives up.
    for (let attempt = 0; attempt < startAttempts; attempt += 1) {
      daemon = spawn('nsenter', [...(await entered), ...command], { stdio: 'ignore' });
      if (await isAnswering(daemon)) return;
    }
    throw new Error('dockerd ends whenever it is started');
  }

  /** Waits for the daemon; `false` if it ends instead. */
  async function isAnswering(process: ChildProcess): Promise<boolean> {
    while (process.exitCode === null) {
      if (spawnSync('docker', ['--host', host, 'version'], { stdio: 'ignore' }).status === 0) return true;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return false;
  }

  return {
    host,
    start,
    kill,
    async remove() {
      // With process 1 of the name spaces everything in them ends: daemon, supervisors and containers.
      spaces.kill('SIGKILL');
      await spacesEnded;
      await removeControlGroups(controlGroup);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The process that another one starts, in this machine's numbers. */
async function firstChildOf(parent: ChildProcess): Promise<number> {
  while (parent.exitCode === null) {
    const [child] = readFileSync(`/proc/${parent.pid}/task/${parent.pid}/children`, 'utf8').split(' ');
    if (child !== undefined && child !== '') return Number(child);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('unshare made no name spaces: only root may');
}

/** What is left of the containers: their empty control groups, in every hierarchy of version 1 or in the one of 2. */
async function removeControlGroups(name: string): Promise<void> {
  const root = '/sys/fs/cgroup';
  const hierarchies = [root, ...readdirSync(root).map((hierarchy) => join(root, hierarchy))];
  for (const hierarchy of hierarchies) await removeControlGroup(join(hierarchy, name));
}

async function removeControlGroup(path: string): Promise<void> {
  let children: string[];
  try {
    children = readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    // Not in this hierarchy.
    return;
  }
  for (const child of children) await removeControlGroup(join(path, child));
  for (;;) {
    try {
      return rmdirSync(path);
    } catch (error) {
      // Busy until the last of its processes, which is killed already, is gone.
      if (!(error instanceof Error && 'code' in error && error.code === 'EBUSY')) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
