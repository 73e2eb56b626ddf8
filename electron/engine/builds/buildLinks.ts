/** `build/<composition>::<flavour>`: a link to the compose-info in the Nix store, and what we note beside it. */
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, readlink, rename, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import * as z from 'zod';
import type { Target } from '#shared/contract/common.ts';
import { type FlavourName, flavourNames } from '#shared/model/flavours.ts';
import type { SourceFingerprint } from '../projects/sourceFingerprint.ts';

export type BuildState =
  | { readonly state: 'never' }
  | {
      readonly state: 'built';
      /** Absolute path of the compose-info, as it can be read on this machine. */
      readonly composeInfo: string;
      /** Milliseconds since the epoch. */
      readonly builtAt: number;
      /** Sources have changed since. */
      readonly stale: boolean;
    }
  /** The link is there and what it points to is not: it was built on another machine, or its store is gone. */
  | { readonly state: 'broken'; readonly pointsTo: string; readonly builtAt: number };

/** Absolute path of a target's out-link. */
export function buildLink({ directory, composition, flavour }: Target): string {
  return join(directory, 'build', `${composition}::${flavour}`);
}

const noteSchema = z.object({
  /** What the link pointed to when the note was written: a link made by another tool makes the note void. */
  storePath: z.string(),
  /** What was built: the files as they were before, the lock as it was after. */
  sources: z.object({ files: z.string(), lock: z.string() }),
  /** Folder of the store that was built into, when it was not the usual one. */
  store: z.string().optional(),
});

export type BuildNote = z.infer<typeof noteSchema>;

const noteFile = (link: string) => join(dirname(link), `.${basename(link)}.json`);

export async function prepareBuildFolder(link: string): Promise<void> {
  await mkdir(dirname(link), { recursive: true });
}

export async function writeBuildNote(link: string, note: BuildNote): Promise<void> {
  const draft = `${noteFile(link)}.${randomUUID()}`;
  await writeFile(draft, JSON.stringify(note));
  await rename(draft, noteFile(link));
}

async function readBuildNote(link: string): Promise<BuildNote | undefined> {
  try {
    return noteSchema.parse(JSON.parse(await readFile(noteFile(link), 'utf8')));
  } catch {
    // Built by another tool, or by plain `nix build`: the age of the files has to do.
    return undefined;
  }
}

/** A project's sources, computed when they are first needed and once for many targets. */
export interface SourceState {
  fingerprint(): Promise<SourceFingerprint>;
  /** Milliseconds since the epoch. */
  newest(): Promise<number>;
}

/** Reads the state of one build from disk. */
export async function readBuildLink(link: string, sources: SourceState): Promise<BuildState> {
  const status = await lstat(link).catch(() => undefined);
  if (status === undefined) return { state: 'never' };
  const builtAt = status.mtimeMs;
  // Upstream's links are links; a plain file is a compose-info that somebody copied here.
  const pointsTo = status.isSymbolicLink() ? await readlink(link) : link;
  const note = await readBuildNote(link);
  const current = note?.storePath === pointsTo ? note : undefined;
  const composeInfo = physicalPath(pointsTo, current?.store);
  const isThere = await stat(composeInfo).then(
    () => true,
    () => false,
  );
  if (!isThere) return { state: 'broken', pointsTo: composeInfo, builtAt };
  const stale =
    current === undefined
      ? (await sources.newest()) > builtAt
      : !isSame(await sources.fingerprint(), current.sources);
  return { state: 'built', composeInfo, builtAt, stale };
}

function isSame(left: SourceFingerprint, right: SourceFingerprint): boolean {
  return left.files === right.files && left.lock === right.lock;
}

/** Where a store path is on disk: stores in another folder keep `/nix/store` below it. */
export function physicalPath(storePath: string, store: string | undefined): string {
  return store !== undefined && isAbsolute(store) ? join(store, storePath) : storePath;
}

/** The targets that have an out-link, built or broken. */
export async function listBuildLinks(
  directory: string,
): Promise<{ composition: string; flavour: FlavourName }[]> {
  const names = await readdir(join(directory, 'build')).catch(() => []);
  return names.sort().flatMap((name) => {
    if (name.startsWith('.')) return [];
    const [composition = '', flavourPart = '', ...rest] = name.split('::');
    const flavour = flavourNames.find((known) => known === flavourPart);
    return composition === '' || flavour === undefined || rest.length > 0 ? [] : [{ composition, flavour }];
  });
}
