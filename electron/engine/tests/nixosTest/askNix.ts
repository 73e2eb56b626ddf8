/** What Nix knows of a test besides running it. Both answers may be missing: a test runs without them. */
import * as z from 'zod';
import type { Target } from '#shared/contract/common.ts';
import type { Project } from '#shared/contract/projects.ts';
import { packageReference } from '../../nix/flakeReference.ts';
import type { ProjectNix } from '../../nix/projectNix.ts';

interface Sources {
  readonly projects: { open(directory: string): Promise<Project> };
  readonly nix: ProjectNix;
}

/** The test script as the composition gives it; `null` where the library is not ours, or nothing evaluates. */
export async function readScript(
  { projects, nix }: Sources,
  { directory, composition, flavour }: Target,
  signal: AbortSignal,
): Promise<string | null> {
  const reference = packageReference(`${composition}::${flavour}`, 'nxc.testScript');
  try {
    const { output } = await nix.run(await projects.open(directory), () => ['eval', '--json', reference], {
      signal,
    });
    return z.string().nullable().parse(JSON.parse(output));
  } catch {
    // What is wrong with the composition is told by the build.
    return null;
  }
}

/** The log of a build that Nix has kept on this machine. */
export async function readLog(
  { projects, nix }: Sources,
  { directory }: Target,
  storePath: string,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const { output } = await nix.run(await projects.open(directory), () => logCommand(storePath), { signal });
    return output;
  } catch {
    return null;
  }
}

/** Asking binary caches would take seconds where there is no network, and what was run elsewhere is no test of this machine. */
function logCommand(storePath: string): string[] {
  return ['log', '--option', 'substituters', '', storePath];
}
