/** `deploy/<composition>::<flavour>.json`, as upstream's tool and the machines themselves read it. */
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import type { Target } from '#shared/contract/common.ts';
import { toAppError } from '#shared/errors.ts';
import type { MachineBuild } from '../build.ts';
import type { DeploymentRecord } from '../state/record.ts';

const fileSchema = z.looseObject({
  deployment: z.record(z.string(), z.looseObject({ role: z.string(), host: z.string() })),
  nxc: z.looseObject({ composeInfo: z.string(), startedAt: z.number() }).optional().catch(undefined),
});

export type DeploymentFile = z.infer<typeof fileSchema>;

export function deploymentFilePath({ directory, composition, flavour }: Target): string {
  return join(directory, 'deploy', `${composition}::${flavour}.json`);
}

/** What it says. The same text is given to every machine. */
export function describeForOthers(build: MachineBuild, record: DeploymentRecord, publicKey: string): string {
  const { composition } = record.target;
  const roles = build.compositions.get(composition)?.roles;
  const value = {
    'ssh_key.pub': publicKey,
    deployment: Object.fromEntries(
      record.nodes.map(({ name, role, id, address, ssh }) => [
        address,
        { role, host: name, init: roles?.get(role)?.init ?? '', vm_id: id, ssh_port: ssh.hostPort },
      ]),
    ),
    all: build.all,
    compositions_info_path: build.compositionsInfoPath,
    composition,
    user: userInfo().username,
    nxc: { composeInfo: record.composeInfo, startedAt: record.startedAt },
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Replaces the file at once: a reader finds the old one or the new one. */
export async function writeDeploymentFile(target: Target, text: string): Promise<void> {
  const path = deploymentFilePath(target);
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, text);
    await rename(draft, path);
  } catch (error) {
    throw toAppError(error);
  }
}

export async function removeDeploymentFile(target: Target): Promise<void> {
  await rm(deploymentFilePath(target), { force: true }).catch((error: unknown) => {
    throw toAppError(error);
  });
}

/** Nothing if there is no such file, or if it is not a deployment. */
export async function readDeploymentFile(target: Target): Promise<DeploymentFile | undefined> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(deploymentFilePath(target), 'utf8')));
  } catch {
    return undefined;
  }
}
