/** This machine: what is there, what is missing and how to get it. */
import * as z from 'zod';
import { method } from '../rpc/define.ts';
import { flavourName } from './common.ts';
import { jobHandle } from './jobs.ts';

export const fix = z.object({
  description: z.string(),
  /** The exact command for this system, copyable. */
  command: z.string(),
  /** Whether the command must be run as root. */
  needsRoot: z.boolean(),
});

export const check = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['passed', 'warning', 'failed']),
  /** What was found, e.g. a version, or what is wrong. */
  description: z.string(),
  fixes: z.array(fix),
  documentation: z.string().nullable(),
  /** Flavours that cannot work without it; empty means that all need it. */
  neededBy: z.array(flavourName),
});

export const system = {
  version: method({ input: z.object({}), output: z.object({ version: z.string(), node: z.string() }) }),
  preflight: method({
    input: z.object({ flavour: flavourName.optional() }),
    output: z.array(check),
  }),
  /**
   * Runs the first fix of each named check (all failed ones when none is named), then checks again. What the fixes
   * print arrives as progress.
   */
  repair: method({
    input: z.object({ checks: z.array(z.string()).default([]), flavour: flavourName.optional() }),
    output: jobHandle,
  }),
  /** The checks as they are afterwards; rejects with the command that failed. */
  repairResult: method({ input: jobHandle, output: z.array(check) }),
};

export type Check = z.infer<typeof check>;
export type Fix = z.infer<typeof fix>;
