/** Building with Nix. */
import * as z from 'zod';
import { method } from '../rpc/define.ts';
import { target } from './common.ts';
import { jobHandle } from './jobs.ts';

export const buildOptions = z.object({
  /** Flags for `nix build`, verbatim. */
  nixFlags: z.array(z.string()).default([]),
  showTrace: z.boolean().default(false),
  /** Update the inputs in flake.lock first. */
  updateInputs: z.boolean().default(false),
  /** Evaluate, say what would be built, build nothing. */
  dryRun: z.boolean().default(false),
  /** Also make what lets the first start be as quick as every later one, where the flavour knows how. */
  warm: z.boolean().default(false),
  /** Where the out-link goes; `build/<composition>::<flavour>` when not given. */
  outLink: z.string().optional(),
  /** An alternative store, e.g. one in the home folder on a machine without root. */
  store: z.string().optional(),
});

export const buildResult = z.object({
  target,
  /** Absolute path of the out-link. `null` after a dry run. */
  outLink: z.string().nullable(),
  storePath: z.string().nullable(),
  derivationsBuilt: z.int(),
  durationMs: z.number(),
  /** What a dry run would build. */
  wouldBuild: z.array(z.string()),
});

export const builds = {
  build: method({ input: z.object({ target, options: buildOptions.prefault({}) }), output: jobHandle }),
  /** Waits for a build job's end. */
  result: method({ input: jobHandle, output: buildResult }),
};

export type BuildOptions = z.infer<typeof buildOptions>;
export type BuildResult = z.infer<typeof buildResult>;
