/** What the app was asked to show: from its own command line, or from that of a second start. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import type { ProjectWish } from '../pages/projectToOpen.ts';

const startRequest = z.object({
  named: z.string().nullable(),
  near: z.string().nullable(),
  tutorial: z.boolean(),
});

/**
 * Reads `[--tutorial] [-d folder | folder]`. Electron and Chromium add options of their own, so unknown ones are
 * passed over.
 *
 * @param words without the program itself
 * @param folder the current one, which relative paths start from
 */
export function readStartRequest(words: readonly string[], folder: string): ProjectWish {
  const { values, positionals } = parseArgs({
    args: [...words],
    options: { directory: { type: 'string', short: 'd' }, tutorial: { type: 'boolean' } },
    allowPositionals: true,
    strict: false,
  });
  const named = typeof values.directory === 'string' ? values.directory : positionals[0];
  return {
    named: named === undefined ? null : resolve(folder, named),
    near: folder,
    tutorial: values.tutorial === true,
  };
}

/** What a second start handed over. It comes from a process of the same user, and is looked at all the same. */
export function receivedStartRequest(data: unknown): ProjectWish {
  const parsed = startRequest.safeParse(data);
  return parsed.success ? parsed.data : { named: null, near: null, tutorial: false };
}
