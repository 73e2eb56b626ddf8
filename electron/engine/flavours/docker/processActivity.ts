/** What a process of this machine and its descendants are doing, as the kernel tells in /proc. */
import { readdirSync, readFileSync } from 'node:fs';

export type Activity =
  | { readonly state: 'ended' }
  | {
      readonly state: 'working' | 'asleep';
      /** Changes whenever one of the threads has run, come or gone. */
      readonly trace: string;
    };

interface Thread {
  readonly identifier: string;
  readonly name: string;
  /** One letter, as in `ps`. */
  readonly state: string;
  /** How often it was given the processor. */
  readonly switches: string;
}

/** Looks at every thread of a process and of all that descend from it. */
export function lookAtProcesses(pid: number): Activity {
  const threads = [...threadsBelow(pid)];
  const own = threads.filter(({ identifier }) => identifier === String(pid));
  // A zombie has ended; only its parent does not know yet.
  if (own.every(({ state }) => state === 'Z')) return { state: 'ended' };
  const isAsleep = threads.every(
    // Docker's own helper, before it becomes the node's program, does not count as that program's rest.
    ({ state, name }) => (state === 'S' || state === 'I' || state === 'Z') && !name.startsWith('runc:['),
  );
  const trace = threads.map(({ identifier, switches }) => `${identifier} ${switches}`).join('\n');
  return { state: isAsleep ? 'asleep' : 'working', trace };
}

function* threadsBelow(pid: number | string): Generator<Thread> {
  for (const thread of namesIn(`/proc/${pid}/task`)) {
    const folder = `/proc/${pid}/task/${thread}`;
    const status = textOf(`${folder}/status`);
    // It ended between the two readings.
    if (status === undefined) continue;
    yield {
      identifier: thread,
      name: fieldOf(status, 'Name'),
      state: fieldOf(status, 'State').charAt(0),
      switches: `${fieldOf(status, 'voluntary_ctxt_switches')} ${fieldOf(status, 'nonvoluntary_ctxt_switches')}`,
    };
    for (const child of (textOf(`${folder}/children`) ?? '').split(' ')) {
      if (child !== '') yield* threadsBelow(child);
    }
  }
}

/** Whether a process of this number exists here and belongs to the container. */
export function isProcessOf(pid: number, container: string): boolean {
  return textOf(`/proc/${pid}/cgroup`)?.includes(container) ?? false;
}

function fieldOf(status: string, field: string): string {
  return new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(status)?.[1] ?? '';
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
