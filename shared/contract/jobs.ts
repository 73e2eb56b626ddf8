/** Long work. Whoever starts it gets a job at once; its progress is an event stream and its result can be awaited. */
import * as z from 'zod';
import { event, method } from '../rpc/define.ts';
import { scriptPosition, serializedError } from './common.ts';

export const jobId = z.string().min(1);
/** `session` is a text in an open session: it may wait for its user, and keeps nobody from building or starting. */
export const jobKind = z.enum([
  'build',
  'start',
  'stop',
  'snapshot',
  'rollback',
  'test',
  'session',
  'demo',
  'repair',
]);

/** The handle that a long method returns. */
export const jobHandle = z.object({ job: jobId });

/** Times are milliseconds since the epoch (`at`) or durations in milliseconds (`…Ms`). */
export const jobProgress = z.discriminatedUnion('type', [
  /** A phase the user can be told about, e.g. "Creating 4 nodes". */
  z.object({ type: z.literal('step'), title: z.string() }),
  /** The command that does the same by hand, copyable. */
  z.object({ type: z.literal('command'), command: z.string() }),
  /** A line of output; `source` is the derivation or node that wrote it. */
  z.object({ type: z.literal('log'), line: z.string(), source: z.string().optional() }),
  z.object({ type: z.literal('warning'), message: z.string(), hint: z.string().optional() }),
  /** One derivation of a build. */
  z.object({
    type: z.literal('derivation'),
    name: z.string(),
    state: z.enum(['building', 'built', 'downloading', 'downloaded', 'failed']),
    phase: z.string().optional(),
  }),
  /** How much of the whole is done; units are derivations or nodes. */
  z.object({
    type: z.literal('counts'),
    done: z.number(),
    expected: z.number(),
    running: z.number(),
    failed: z.number(),
  }),
  /** One node of a start or stop. */
  z.object({
    type: z.literal('node'),
    node: z.string(),
    state: z.enum(['creating', 'starting', 'running', 'stopping', 'removed', 'failed']),
  }),
  /** A test script is about to run: the name that its run is kept under, and its text, in which lines count. */
  z.object({
    type: z.literal('script'),
    run: z.string(),
    source: z.string(),
    position: scriptPosition.nullable(),
  }),
  /** One statement of a test script. */
  z.object({
    type: z.literal('statement'),
    id: z.int(),
    parent: z.int().nullable(),
    state: z.enum(['running', 'passed', 'failed']),
    kind: z.enum(['call', 'subtest', 'log']),
    line: z.int().nullable(),
    node: z.string().nullable(),
    text: z.string(),
    /** The shell command that a call runs on its node. */
    command: z.string().optional(),
    output: z.string().optional(),
    durationMs: z.number().optional(),
  }),
]);

export const jobs = {
  /** Progress of every job, in order; `sequence` counts from 0 within one job without gaps. */
  progress: event({
    payload: z.object({
      job: jobId,
      kind: jobKind,
      sequence: z.int(),
      at: z.number(),
      progress: jobProgress,
    }),
  }),
  /** A job ended. */
  ended: event({
    payload: z.object({ job: jobId, kind: jobKind, error: serializedError.nullable() }),
  }),
  cancel: method({ input: z.object({ job: jobId }), output: z.object({ cancelled: z.boolean() }) }),
  list: method({
    input: z.object({}),
    output: z.array(z.object({ job: jobId, kind: jobKind, directory: z.string(), startedAt: z.number() })),
  }),
  /** Everything a running or recently ended job has told so far: for a window that was reloaded. */
  history: method({
    input: z.object({ job: jobId }),
    output: z.array(z.object({ sequence: z.int(), at: z.number(), progress: jobProgress })),
  }),
};

export type JobProgress = z.infer<typeof jobProgress>;
export type JobKind = z.infer<typeof jobKind>;
