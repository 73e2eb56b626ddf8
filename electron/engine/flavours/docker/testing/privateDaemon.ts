/** A Docker daemon of a test's own, to be killed or filled up at will. */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const startAttempts = 20;

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
  mkdirSync(dataRoot);
  if (diskSize !== undefined)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskSize}`, 'tmpfs', dataRoot]);
  let process: ChildProcess | undefined;

  async function kill(): Promise<void> {
    if (process === undefined || process.exitCode !== null) return;
    process.kill('SIGKILL');
    await once(process, 'exit');
    process = undefined;
  }

  async function start(): Promise<void> {
    const parameters = [
      ['--host', host],
      ['--data-root', dataRoot],
      ['--exec-root', join(folder, 'exec')],
      ['--pidfile', join(folder, 'pid')],
      // Neither the machine's firewall nor its bridge is this daemon's to change.
      ['--bridge=none', '--iptables=false', '--ip6tables=false'],
      ['--storage-driver', 'vfs'],
      // Without it, a daemon that comes back first ends all containers it finds, each with a grace period.
      ['--live-restore'],
    ].flat();
    // One that follows a killed one too closely finds the other's containerd still there, and gives up.
    for (let attempt = 0; attempt < startAttempts; attempt += 1) {
      process = spawn('dockerd', parameters, { stdio: 'ignore' });
      if (await isAnswering(process)) return;
    }
    throw new Error('dockerd ends whenever it is started');
  }

  /** Waits for the daemon; `false` if it ends instead. */
  async function isAnswering(daemon: ChildProcess): Promise<boolean> {
    while (daemon.exitCode === null) {
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
      // Containers outlive a killed daemon: only a living one can end them.
      if (process === undefined) await start();
      const all = execFileSync('docker', ['--host', host, 'ps', '--all', '--quiet'], { encoding: 'utf8' });
      const names = all.split('\n').filter((line) => line !== '');
      if (names.length > 0)
        execFileSync('docker', ['--host', host, 'rm', '--force', ...names], { stdio: 'ignore' });
      process?.kill('SIGTERM');
      if (process !== undefined) await once(process, 'exit');
      killSupervisors(folder);
      unmountBelow(folder);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A killed daemon leaves mounts behind: its own data, and a name space per container. */
function unmountBelow(folder: string): void {
  const mounts = readFileSync('/proc/mounts', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[1] ?? '')
    .filter((path) => path.startsWith(`${folder}/`));
  for (const path of mounts.reverse()) execFileSync('umount', ['--lazy', path]);
}

/**
 * A container that was being started when its daemon was killed is unknown to the next one, and lives on. Its
 * supervisor names the daemon's folder, which is this test's alone; the container is the supervisor's child.
 */
function killSupervisors(folder: string): void {
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      if (!readFileSync(`/proc/${entry}/cmdline`, 'utf8').includes(`${folder}/exec/containerd`)) continue;
      const children = readFileSync(`/proc/${entry}/task/${entry}/children`, 'utf8').split(' ');
      for (const pid of [...children, entry]) if (pid !== '') process.kill(Number(pid), 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
}
