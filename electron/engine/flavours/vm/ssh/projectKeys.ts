/** A project's own keys: one that opens its nodes, and one of each node, by which it is known before it is met. */
import { hkdfSync, randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Target } from '#shared/contract/common.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import { type MachineFolders, makeFolder, projectIdentifier } from '../state/folders.ts';
import { keyPairOf, type SshKeyPair } from './ed25519.ts';

export interface ProjectKeys {
  readonly user: SshKeyPair;
  /** The file that holds the user's private key, for other programs. */
  readonly userKeyFile: string;
  /** A node has the same one at every start. It is made from the project's secret, and does not give that away. */
  hostKey(target: Target, node: string): SshKeyPair;
}

const secretBytes = 32;

/** Makes them when they are first needed. @throws AppError `disk-full`, `permission-denied` */
export async function projectKeys(folders: MachineFolders, directory: string): Promise<ProjectKeys> {
  const folder = join(folders.keys, projectIdentifier(directory));
  await makeFolder(folder);
  const secret = await readSecret(join(folder, 'secret'));
  const comment = `nxc:${projectIdentifier(directory)}`;
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', purpose, secretBytes));
  const user = keyPairOf(derive('user'), comment);
  const userKeyFile = join(folder, 'id_ed25519');
  await writeOnce(userKeyFile, user.privateKey);
  return {
    user,
    userKeyFile,
    hostKey({ composition, flavour }, node) {
      return keyPairOf(derive(['host', composition, flavour, node].join('\0')), node);
    },
  };
}

/** Of processes that make it at once, one does. */
async function readSecret(path: string): Promise<Buffer> {
  await writeOnce(path, randomBytes(secretBytes).toString('hex'));
  const secret = Buffer.from((await readFile(path, 'utf8')).trim(), 'hex');
  if (secret.length === secretBytes) return secret;
  throw new AppError(
    'bad-input',
    `${path} is damaged: it does not hold the secret of a project’s ssh keys.`,
    {
      hint: 'Remove it: new keys are made at the next start. Nodes that run then must be started anew.',
    },
  );
}

/** Whole or not at all, and never over one that is there. */
async function writeOnce(path: string, text: string): Promise<void> {
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    if ((await readFile(path, 'utf8').catch(() => undefined)) !== undefined) return;
    await writeFile(draft, text, { mode: 0o600 });
    await link(draft, path).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    });
  } catch (error) {
    throw toAppError(error);
  } finally {
    await rm(draft, { force: true });
  }
}
