/** Telling “the daemon answered, and refused” from all other failures of a call. */
export interface DockerRefusal {
  /** Of HTTP. */
  readonly status: number;
  /** The daemon's own words. */
  readonly message: string;
}

/** What dockerode puts before the daemon's words. */
const preamble = /^\(HTTP code \d+\) .*? - /s;

/** `undefined` for anything else, e.g. that no daemon answers. */
export function refusalOf(thrown: unknown): DockerRefusal | undefined {
  if (!(thrown instanceof Error && 'statusCode' in thrown && typeof thrown.statusCode === 'number')) return;
  return { status: thrown.statusCode, message: thrown.message.replace(preamble, '').trim() };
}

/** Whether the daemon refused with one of these statuses. */
export function isRefusal(thrown: unknown, ...statuses: readonly number[]): boolean {
  const refusal = refusalOf(thrown);
  return refusal !== undefined && statuses.includes(refusal.status);
}

/** The status of a refusal that is none here; `undefined` when the call succeeded. */
export async function tolerate(
  statuses: readonly number[],
  call: Promise<unknown>,
): Promise<number | undefined> {
  try {
    await call;
    return undefined;
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined || !statuses.includes(refusal.status)) throw error;
    return refusal.status;
  }
}
