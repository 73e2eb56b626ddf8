/**
 * Which browser hosts of this user run, as files that only the user can read: each holds the key that its host gives
 * an address for. What the files say is always checked with the host itself, for a killed one leaves its file behind.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { projectParameter } from '#shared/hosting.ts';
import { addressPath } from './requests.ts';

const hostRecord = z.object({
  port: z.int().min(1).max(65535),
  key: z.string().min(1),
  pid: z.int(),
  /** What the host was started from; see {@link findRunningHost}. */
  build: z.string(),
});

export type HostRecord = z.infer<typeof hostRecord>;

export interface RunningHost {
  readonly port: number;
  readonly pid: number;
  /** Opens the page once. */
  readonly address: string;
}

/** A host of this machine answers within milliseconds; one that was suspended never. */
const patienceMs = 3000;

/** Writes down a host that has begun to listen; returns how to strike it out again. */
export async function recordHost(folder: string, record: HostRecord): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, `${record.port}.json`);
  // Renamed into place, so that nobody reads half of it and an older file's permissions are not kept.
  const draft = `${file}.${record.pid}`;
  await writeFile(draft, JSON.stringify(record), { mode: 0o600, flag: 'wx' });
  await rename(draft, file);
  return () => rm(file, { force: true });
}

/**
 * A host that runs the same build, with a new address of it, or `null`. Files of hosts that are gone are removed;
 * hosts of other builds are left alone: work may go on in them.
 */
export async function findRunningHost(
  folder: string,
  build: string,
  project: string | null,
): Promise<RunningHost | null> {
  for (const file of await recordFiles(folder)) {
    const record = await readRecord(file);
    if (record !== null && record.build !== build) continue;
    const address = record === null ? null : await askForAddress(record, project);
    if (record !== null && address !== null) return { port: record.port, pid: record.pid, address };
    await rm(file, { force: true });
  }
  return null;
}

async function recordFiles(folder: string): Promise<string[]> {
  try {
    const names = await readdir(folder);
    return names.filter((name) => name.endsWith('.json')).map((name) => join(folder, name));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

async function readRecord(file: string): Promise<HostRecord | null> {
  try {
    return hostRecord.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Not written by us, or by another version of us: nothing to connect to either way.
    return null;
  }
}

async function askForAddress({ port, key }: HostRecord, project: string | null): Promise<string | null> {
  const query = project === null ? '' : `?${new URLSearchParams({ [projectParameter]: project })}`;
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${addressPath}${query}`, {
      headers: { Authorization: `Bearer ${key}` },
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    if (!answer.ok) return null;
    const { address } = z.object({ address: z.url() }).parse(await answer.json());
    // Another program may have the port by now: only an address of this machine is opened.
    return new URL(address).host === `127.0.0.1:${port}` ? address : null;
  } catch {
    return null;
  }
}
