/**
 * Deployments kept as they are, memory included, to go back to. They belong to a composition on a flavour of a project,
 * outlive its deployment, and are removed when asked, or with the project's builds. `unsupported` where nodes are no machines.
 */
import * as z from 'zod';
import { method } from '../rpc/define.ts';
import { target } from './common.ts';
import { deployment } from './deployments.ts';
import { jobHandle } from './jobs.ts';

/** Fit for a folder's name and for a command line. */
const snapshotName = z
  .string()
  .regex(
    /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,63}$/,
    'a snapshot’s name has letters, digits, dots, dashes and underscores only, begins with a letter or digit, and has at most 64 characters',
  );

export const snapshot = z.object({
  name: snapshotName,
  /** Milliseconds since the epoch: the moment that all nodes stood still. */
  madeAt: z.number(),
  /** What it takes on the disk. */
  sizeBytes: z.number(),
  nodes: z.array(z.object({ name: z.string(), role: z.string(), sizeBytes: z.number() })),
});

export const snapshots = {
  /** All nodes stand still, are saved, and go on together. The job fails with `conflict` if the name is taken. */
  create: method({
    /** Without a name it gets one by the date and time. */
    input: z.object({ target, name: snapshotName.optional() }),
    output: jobHandle,
  }),
  createResult: method({ input: jobHandle, output: snapshot }),
  /** The newest first. */
  list: method({ input: z.object({ target }), output: z.array(snapshot) }),
  /** Ends the nodes that run and starts all of the snapshot as they were in it, their faults included. */
  rollback: method({ input: z.object({ target, name: snapshotName }), output: jobHandle }),
  rollbackResult: method({ input: jobHandle, output: deployment }),
  remove: method({
    input: z.object({ target, name: snapshotName }),
    output: z.object({ freedBytes: z.number() }),
  }),
};

export type Snapshot = z.infer<typeof snapshot>;
