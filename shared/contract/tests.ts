/** Test scripts on running nodes. */
import * as z from 'zod';
import { method } from '../rpc/define.ts';
import { sourcePosition, target } from './common.ts';
import { jobHandle } from './jobs.ts';

export const testResult = z.object({
  passed: z.boolean(),
  durationMs: z.number(),
  statements: z.int(),
  failure: z
    .object({
      message: z.string(),
      /** Line of the script, from 1. */
      line: z.int().nullable(),
      /** The same line in the file that the script was written in, when that could be found. */
      position: sourcePosition.nullable(),
      /** The script's own frames alone. */
      traceback: z.string(),
    })
    .nullable(),
});

export const tests = {
  /**
   * Starts an interpreter for the next run, which then need not wait for it; returns at once. Meant for the moment when
   * a test becomes likely, e.g. when nodes are being started. One that is not used ends by itself.
   */
  prepare: method({ input: z.object({}), output: z.object({}) }),
  /** Runs the composition's test script, or `script`, on the nodes that run. Statements arrive as job progress. */
  run: method({
    input: z.object({
      target,
      /** Python source that replaces the composition's own test script. */
      script: z.object({ name: z.string(), source: z.string() }).optional(),
      /** Milliseconds for the whole script. */
      timeoutMs: z.number().positive().optional(),
    }),
    output: jobHandle,
  }),
  /** Ends with the result also when the test failed; rejects only if it could not run. */
  result: method({ input: jobHandle, output: testResult }),
};

export type TestResult = z.infer<typeof testResult>;
