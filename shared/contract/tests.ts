/** Test scripts on running nodes: whole runs with their records, and sessions that are talked to. */
import * as z from 'zod';
import { event, method } from '../rpc/define.ts';
import { projectDirectory, scriptPosition, sourcePosition, target } from './common.ts';
import { jobHandle } from './jobs.ts';

const script = z.object({ name: z.string(), source: z.string() });

const runId = z.string().regex(/^[\w.-]{1,64}$/);

export const testFailure = z.object({
  message: z.string(),
  /** Line of the script, from 1. */
  line: z.int().nullable(),
  /** The same line in the file that the script was written in, when that could be found. */
  position: sourcePosition.nullable(),
  /** The script's own frames alone. */
  traceback: z.string(),
  /** The node of the call that failed, when one did. */
  node: z.string().nullable(),
  /** The last lines of that node's console and journal. */
  lastLines: z.array(z.string()),
});

export const testResult = z.object({
  /** Under this name the run is kept. */
  run: runId,
  passed: z.boolean(),
  durationMs: z.number(),
  statements: z.int(),
  failure: testFailure.nullable(),
});

/** A statement as it is kept. Times are milliseconds since the epoch. */
export const timelineEntry = z.object({
  id: z.int(),
  parent: z.int().nullable(),
  kind: z.enum(['call', 'subtest', 'log']),
  /** `running` is one that was cut off. */
  state: z.enum(['running', 'passed', 'failed']),
  line: z.int().nullable(),
  node: z.string().nullable(),
  text: z.string(),
  command: z.string().nullable(),
  output: z.string(),
  startedAt: z.number(),
  durationMs: z.number().nullable(),
});

export const runSummary = z.object({
  run: runId,
  target,
  /** Where the script was, and its text: `line` of an entry counts in it. */
  script: script.extend({ position: scriptPosition.nullable() }),
  nodes: z.array(z.string()),
  startedAt: z.number(),
  durationMs: z.number(),
  outcome: z.enum(['passed', 'failed', 'cancelled']),
  statements: z.int(),
  failure: testFailure.nullable(),
});

/** A line of a node, at the moment when it came (console) or when the node says that it was written (journal). */
export const nodeLine = z.object({
  node: z.string(),
  source: z.enum(['console', 'journal']),
  at: z.number(),
  line: z.string(),
});

export const reportFormat = z.enum(['junit', 'json', 'html']);

const sessionId = z.string().min(1);

export const sessionState = z.object({
  session: sessionId,
  target,
  /** `paused`: a statement has failed, or is a breakpoint; `resume` says how to go on. */
  state: z.enum(['starting', 'idle', 'running', 'paused', 'closed']),
  pause: testFailure.pick({ message: true, line: true, position: true, traceback: true }).nullable(),
});

export const sessionResult = z.object({
  failure: testFailure.nullable(),
  /** What the last expression came to, as Python shows it. */
  value: z.string().nullable(),
  durationMs: z.number(),
  statements: z.int(),
});

const inSession = z.object({ session: sessionId });

export const tests = {
  /**
   * Starts an interpreter for the next run, which then need not wait for it; returns at once. Meant for the moment when
   * a test becomes likely, e.g. when nodes are being started. One that is not used ends by itself.
   */
  prepare: method({ input: z.object({}), output: z.object({}) }),
  /**
   * Runs the composition's test script, or `script`, on the nodes that run. Statements arrive as job progress; `run` is
   * known at once, so that the nodes' lines can be asked for meanwhile.
   */
  run: method({
    input: z.object({
      target,
      /** Python source that replaces the composition's own test script. */
      script: script.optional(),
      /** Milliseconds for the whole script. */
      timeoutMs: z.number().positive().optional(),
      /** Who commands are run as on the nodes; root when left out. */
      user: z.string().min(1).optional(),
    }),
    output: jobHandle.extend({ run: runId }),
  }),
  /** Ends with the result also when the test failed; rejects only if it could not run. */
  result: method({ input: jobHandle, output: testResult }),

  /** The runs that are kept of a project, or of one target of it; the newest first. */
  runs: method({
    input: z.object({ directory: projectDirectory, target: target.optional() }),
    output: z.array(runSummary.omit({ script: true })),
  }),
  /** One run as a whole. */
  readRun: method({
    input: z.object({ target, run: runId }),
    output: z.object({ summary: runSummary, entries: z.array(timelineEntry) }),
  }),
  /**
   * What nodes wrote between two moments, in order. Also of a run that goes on, and of an open session, by its name.
   * `isWhole` is false when lines are missing because there were too many.
   */
  nodeLines: method({
    input: z.object({
      target,
      run: runId,
      /** All nodes when left out. */
      nodes: z.array(z.string()).optional(),
      from: z.number().default(0),
      to: z.number().default(Number.MAX_SAFE_INTEGER),
      limit: z.int().min(1).max(20_000).default(2000),
    }),
    output: z.object({ lines: z.array(nodeLine), isWhole: z.boolean() }),
  }),
  /** Lines of nodes as they come, of every run and session. */
  nodeWrote: event({ payload: z.object({ run: runId, lines: z.array(nodeLine) }) }),
  /** A run as a document: text to be saved as a file. */
  report: method({
    input: z.object({ target, run: runId, format: reportFormat }),
    output: z.object({ text: z.string() }),
  }),

  /** Opens an interpreter that keeps what is defined, until it is reset or closed. Ready when it is `idle`. */
  openSession: method({
    input: z.object({ target, user: z.string().min(1).optional() }),
    output: sessionState,
  }),
  /** The open sessions of a project. */
  sessions: method({ input: z.object({ directory: projectDirectory }), output: z.array(sessionState) }),
  /** A session changed its state. */
  sessionChanged: event({ payload: sessionState }),
  /**
   * Runs a text in a session; statements and prints arrive as job progress. While the session is paused, the text runs
   * where the script waits, and sees its variables. `conflict` while another text runs.
   */
  runInSession: method({
    input: inSession.extend({
      /** The composition's own script when left out. */
      script: script
        .extend({
          /** Line in the file of the first line of `source`: its indentation is taken away, its lines are told as there. */
          firstLine: z.int().min(1).default(1),
        })
        .optional(),
      /** Only statements that have lines between these two of the script. Blocks (`with`) are entered anew. */
      fromLine: z.int().min(1).default(1),
      toLine: z.int().min(1).optional(),
      /** Wait at a statement that fails until `resume` is called. */
      pauseOnFailure: z.boolean().default(false),
    }),
    output: jobHandle,
  }),
  /** Ends with the result also when a statement failed. */
  sessionResult: method({ input: jobHandle, output: sessionResult }),
  /** Goes on from a pause: try the statement `again`, go on with the `next` one, or let the script `fail` there. */
  resume: method({
    input: inSession.extend({ action: z.enum(['again', 'next', 'fail']) }),
    output: z.object({}),
  }),
  /** Stops what runs, as Ctrl-C does: in a call, a loop or a pause. The session goes on. */
  interrupt: method({ input: inSession, output: z.object({ interrupted: z.boolean() }) }),
  /** Forgets everything that was defined; ends what runs. */
  reset: method({ input: inSession, output: sessionState }),
  closeSession: method({ input: inSession, output: z.object({}) }),
  /** What could stand at a place of a text; nothing while a text runs. */
  complete: method({
    input: inSession.extend({ source: z.string().max(100_000), cursor: z.int().nonnegative() }),
    output: z.object({
      /** Where in the source the name begins that is being completed. */
      start: z.int().nonnegative(),
      candidates: z.array(z.object({ text: z.string(), kind: z.string(), detail: z.string() })),
    }),
  }),
  /** Whether a text could be run now, or wants more lines. */
  parse: method({
    input: inSession.extend({ source: z.string().max(100_000) }),
    output: z.object({ state: z.enum(['complete', 'incomplete', 'invalid']) }),
  }),
};

export type TestResult = z.infer<typeof testResult>;
export type TestFailure = z.infer<typeof testFailure>;
export type TimelineEntry = z.infer<typeof timelineEntry>;
export type RunSummary = z.infer<typeof runSummary>;
export type NodeLine = z.infer<typeof nodeLine>;
export type ReportFormat = z.infer<typeof reportFormat>;
export type SessionState = z.infer<typeof sessionState>;
export type SessionResult = z.infer<typeof sessionResult>;
