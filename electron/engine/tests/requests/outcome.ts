/** What a request came to: the reply to the script, and what the timeline shows. */
import type { Reply } from '../messages.ts';

export interface Done {
  readonly reply: Reply;
  readonly passed: boolean;
  /** For the timeline. */
  readonly output?: string;
}

export const value = (result: unknown, output?: string): Done => ({
  reply: { outcome: 'value', value: result },
  passed: true,
  ...(output === undefined ? {} : { output }),
});

/** The node did not do what the script asked for. */
export const asserted = (message: string, output?: string): Done => ({
  reply: { outcome: 'asserted', message },
  passed: false,
  ...(output === undefined ? {} : { output }),
});

/** Seconds of the dialect as milliseconds; `undefined` is no limit. */
export const milliseconds = (timeout: number | null): number | undefined =>
  timeout === null ? undefined : timeout * 1000;
