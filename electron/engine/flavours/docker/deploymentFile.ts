/** `deploy/<composition>::docker.json` and what is generated beside the compose file. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { AppError } from '#shared/errors.ts';
import { expandComposeFile } from './composeFile.ts';
import type { DeploymentFiles } from './identity.ts';
import type { DeploymentSpecification } from './specification.ts';

const deploymentSchema = z.looseObject({
  nodes: z.array(z.string()).default([]),
  deployment: z.record(z.string(), z.looseObject({ role: z.string() })).default({}),
  'docker-compose-file': z.string().optional(),
  test_script: z.string().optional(),
  /** Ours alone; other tools pass over it. */
  nxc: z
    .object({ project: z.string(), composeInfo: z.string(), startedAt: z.number() })
    .optional()
    .catch(undefined),
});

export type DeploymentFile = z.infer<typeof deploymentSchema>;

/** What the file of a deployment says. */
export function describeDeployment(
  specification: DeploymentSpecification,
  startedAt: number,
): DeploymentFile {
  const { build, files, nodes, project } = specification;
  const testScript = build.composeInfo.test_script;
  return {
    nodes: nodes.map(({ name }) => name),
    deployment: Object.fromEntries(nodes.map(({ name, role }) => [name, { role }])),
    'docker-compose-file': files.composeFile,
    ...(testScript === undefined ? {} : { test_script: testScript }),
    nxc: { project, composeInfo: build.path, startedAt },
  };
}

/**
 * Writes what the nodes mount and what other tools read. The mounted file is written over, not replaced: nodes that
 * keep running see the new content.
 */
export async function writeArtifacts(
  specification: DeploymentSpecification,
  deployment: DeploymentFile,
): Promise<void> {
  const { files, project } = specification;
  await guarded(files.artifactDirectory, async () => {
    await mkdir(files.artifactDirectory, { recursive: true });
    await Promise.all([
      writeFile(files.nodeDeployment, toText(deployment)),
      writeFile(files.composeFile, toText(expandComposeFile(specification))),
      writeFile(files.environmentFile, `COMPOSE_PROJECT_NAME=${project}\n`),
    ]);
  });
}

/** Replaces the file at once: a reader finds the old one or the new one. */
export async function writeDeploymentFile(files: DeploymentFiles, deployment: DeploymentFile): Promise<void> {
  await guarded(files.deployment, async () => {
    await mkdir(dirname(files.deployment), { recursive: true });
    const temporary = `${files.deployment}.${process.pid}.tmp`;
    await writeFile(temporary, toText(deployment));
    await rename(temporary, files.deployment);
  });
}

export async function removeDeploymentFile(files: DeploymentFiles): Promise<void> {
  await guarded(files.deployment, () => rm(files.deployment, { force: true }));
}

/** Nothing if there is no such file, or if it is not a deployment. */
export async function readDeploymentFile(path: string): Promise<DeploymentFile | undefined> {
  try {
    return deploymentSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    // The truth is in Docker's labels; a broken file only means that it cannot add to them.
    return undefined;
  }
}

async function guarded(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new AppError('disk-full', `The disk is full: ${path} could not be written.`, {
        hint: 'Free some space and start again.',
        cause: error,
      });
    }
    throw new AppError('permission-denied', `${path} cannot be written: ${String(error)}`, {
      hint: 'A deployment is described in the project’s folder: make it writable for you.',
      cause: error,
    });
  }
}

function toText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
