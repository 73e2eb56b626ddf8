/** Room for builds and images. */
import { statfs } from 'node:fs/promises';
import { askDocker } from '../dockerDaemon.ts';
import { type Finding, finding } from '../finding.ts';
import type { Machine } from '../machine.ts';

const gibibyte = 1024 ** 3;

/** One NixOS system with its build inputs is about this large. */
const comfortableBytes = 5 * gibibyte;

/** Below this even the tutorial's build may not fit, and a full disk leaves other programs broken. */
const neededBytes = 0.5 * gibibyte;

interface Place {
  readonly path: string;
  readonly freeBytes: number;
}

export async function checkDiskSpace(machine: Machine): Promise<Finding> {
  const docker = await askDocker(machine.environment);
  const dockerRoot = docker.state === 'answers' ? docker.info.rootDirectory : '/var/lib/docker';
  return diskFinding([await measure('/nix/store'), await measure(dockerRoot)]);
}

/** The verdict on some places; only the fullest one decides. */
export function diskFinding(places: readonly Place[]): Finding {
  const identity = { id: 'disk-space', title: 'Disk space' };
  const description = places
    .map(({ path, freeBytes }) => `${readable(freeBytes)} free in ${path}`)
    .join(', ');
  const least = Math.min(...places.map(({ freeBytes }) => freeBytes));
  if (least >= comfortableBytes) return finding(identity, { state: 'passed', description });
  // Deleting is never offered as an automatic fix: only the user knows what may go.
  const advice = '`nix store gc` removes builds that nothing refers to, `docker system prune` unused images.';
  return finding(identity, {
    state: least < neededBytes ? 'failed' : 'warning',
    description: `${description}. ${advice}`,
    documentation: 'https://nixos.org/manual/nix/stable/package-management/garbage-collection',
  });
}

/** Room where a folder is, or would be: what is not there yet will be made on the file system above it. */
async function measure(path: string): Promise<Place> {
  for (const candidate of [path, '/']) {
    try {
      const { bavail, bsize } = await statfs(candidate);
      return { path, freeBytes: bavail * bsize };
    } catch {
      // Not made yet, or not for us to look into: the one above tells as much.
    }
  }
  return { path, freeBytes: 0 };
}

function readable(bytes: number): string {
  return bytes >= gibibyte ? `${(bytes / gibibyte).toFixed(1)} GiB` : `${Math.round(bytes / 1024 ** 2)} MiB`;
}
