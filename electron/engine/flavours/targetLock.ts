/**
 * One start or stop of a deployment at a time, over all processes of a user. The lock is a file that says who holds
 * it; one whose process is gone (killed, or the machine was restarted) counts for nothing.
 */
import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '#shared/errors.ts';

interface Holder {
  readonly pid: number;
  /** When the kernel started it, in clock ticks since boot, and the boot: a process id alone comes again. */
  readonly incarnation: string;
  readonly doing: string;
  readonly since: number;
}

export interface TargetLock {
  /** Whether the last holder died with the lock: what it had asked for may still be under way. */
  readonly isInherited: boolean;
  release(): Promise<void>;
}

/**
 * @param directory where locks are kept
 * @param name unique to the deployment, fit for a file name
 * @param doing for others to read, e.g. “started”
 * @throws AppError `conflict` naming the process that holds it
 */
export async function acquireTargetLock(directory: string, name: string, doing: string): Promise<TargetLock> {
  await mkdir(directory, { recursive: true });
  const path = lockPath(directory, name);
  const own: Holder = {
    pid: process.pid,
    incarnation: await incarnationOf(process.pid),
    doing,
    since: Date.now(),
  };
  const draft = `${path}.${randomUUID()}`;
  let isInherited = false;
  await writeFile(draft, JSON.stringify(own));
  try {
    // A link either comes to be with its whole content or fails: no reader sees a half-written lock.
    while (!(await tryLink(draft, path))) {
      const text = await readText(path);
      const holder = text === undefined ? undefined : parseHolder(text);
      if (holder !== undefined && (await isAlive(holder))) throw heldBy(holder, name);
      if (text === undefined) continue;
      isInherited = true;
      await removeStale(path, text);
    }
  } finally {
    await rm(draft, { force: true });
  }
  return { isInherited, release: () => rm(path, { force: true }) };
}

/** Whether a living process is starting or stopping the deployment. */
export async function isTargetLocked(directory: string, name: string): Promise<boolean> {
  const text = await readText(lockPath(directory, name));
  const holder = text === undefined ? undefined : parseHolder(text);
  return holder !== undefined && isAlive(holder);
}

function lockPath(directory: string, name: string): string {
  return join(directory, `${name}.lock`);
}

async function tryLink(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Two processes may find the same stale lock. It is moved aside first, so that only one of them removes it; a fresh
 * lock that was caught in between is put back.
 */
async function removeStale(path: string, expected: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`;
  try {
    await rename(path, aside);
  } catch {
    // Somebody else was quicker.
    return;
  }
  if ((await readText(aside)) !== expected) await tryLink(aside, path);
  await rm(aside, { force: true });
}

function heldBy(holder: Holder, name: string): AppError {
  const who = holder.pid === process.pid ? 'this program' : `process ${holder.pid}`;
  const seconds = Math.max(1, Math.round((Date.now() - holder.since) / 1000));
  return new AppError('conflict', `${name} is being ${holder.doing} by ${who}, for ${seconds} s now.`, {
    hint:
      holder.pid === process.pid
        ? 'Wait until it is done, or cancel it.'
        : `Wait until it is done, or end it: \`kill ${holder.pid}\`.`,
    retryable: true,
  });
}

async function isAlive(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, under another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return (await incarnationOf(holder.pid)) === holder.incarnation;
}

async function incarnationOf(pid: number): Promise<string> {
  const [stat, boot] = await Promise.all([
    readText(`/proc/${pid}/stat`),
    readText('/proc/sys/kernel/random/boot_id'),
  ]);
  // The name before it may contain anything, but no later field has a closing parenthesis.
  const started = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  return `${boot?.trim() ?? ''} ${started}`;
}

function parseHolder(text: string): Holder | undefined {
  try {
    const holder = JSON.parse(text) as Partial<Holder>;
    return typeof holder.pid === 'number' && typeof holder.incarnation === 'string'
      ? {
          pid: holder.pid,
          incarnation: holder.incarnation,
          doing: holder.doing ?? 'used',
          since: holder.since ?? 0,
        }
      : undefined;
  } catch {
    return undefined;
  }
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return undefined;
  }
}
