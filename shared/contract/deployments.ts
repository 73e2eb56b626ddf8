/** Running nodes. The truth is outside the app (Docker's labels, deploy/*.json); every call reads it anew. */
import * as z from 'zod';
import { duplex, event, method } from '../rpc/define.ts';
import { flavourName, projectDirectory, roleDistribution, serializedError, target } from './common.ts';
import { jobHandle } from './jobs.ts';

/** A node as it is. A state carries exactly what is known in it. */
export const nodeState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('absent') }),
  z.object({ state: z.literal('starting') }),
  z.object({ state: z.literal('running'), address: z.string().nullable(), since: z.number() }),
  z.object({ state: z.literal('paused'), address: z.string().nullable() }),
  z.object({ state: z.literal('stopping') }),
  z.object({ state: z.literal('exited'), exitCode: z.int(), at: z.number() }),
  z.object({ state: z.literal('failed'), error: serializedError }),
]);

/** What is done to whatever leaves a node for the others. Zero is no fault. */
export const linkShape = z.object({
  /** Every packet leaves so much later: a ping to or from the node takes so much longer. */
  delayMs: z.number().min(0).max(60_000),
  /** So many of a hundred packets never leave. */
  lossPercent: z.number().min(0).max(100),
});

/** What is changed about a node's cable to the other nodes. Commands and terminals reach the node all the same. */
export const nodeLink = z.object({
  connected: z.boolean(),
  /** Left out where nothing is delayed and nothing lost. */
  shape: linkShape.optional(),
});

export const node = z.object({
  name: z.string(),
  role: z.string(),
  status: nodeState,
  /** Left out where the cable is as it was made, and where that cannot be known. */
  link: nodeLink.optional(),
});

export const deployment = z.object({
  target,
  /** Docker Compose project, or the like: what other tools know the deployment by. */
  identifier: z.string(),
  nodes: z.array(node),
  /** The compose-info that it was started from. */
  composeInfo: z.string(),
  startedAt: z.number(),
  /** `stale`: a newer build exists. `lost`: its file is there but nothing of it runs. */
  freshness: z.enum(['current', 'stale', 'lost']),
  /** `host:port` → container port mappings that are published, for the user to open. */
  publishedPorts: z.array(z.object({ node: z.string(), hostPort: z.int(), nodePort: z.int() })),
  /** What a user should know of all its nodes, e.g. that its machines are emulated, and why. */
  notices: z.array(z.string()).optional(),
});

/** One cell of the flavour matrix. */
export const targetStatus = z.object({
  composition: z.string(),
  flavour: flavourName,
  build: z.enum(['never', 'built', 'stale', 'broken']),
  builtAt: z.number().nullable(),
  deployment: deployment.nullable(),
  /** Why it is not known whether anything of it runs, e.g. because Docker does not answer. */
  problem: serializedError.optional(),
});

/** What a machine is given; what is left out comes from the build. */
const machineSize = z.object({
  memoryMib: z.int().min(16).optional(),
  cores: z.int().min(1).max(255).optional(),
});

/** Sizes of machines: a node's own counts first, then its role's, then the one for all. */
export const machineSizes = z.object({
  all: machineSize.optional(),
  roles: z.record(z.string(), machineSize).default({}),
  nodes: z.record(z.string(), machineSize).default({}),
});

/**
 * `shutdown` asks the system to power off, `reset` is the button (the system boots anew), `crash` ends the machine at
 * once, `start` boots one that is off, `pause` and `resume` stop and continue it with everything in memory.
 */
export const powerAction = z.enum(['pause', 'resume', 'reset', 'start', 'shutdown', 'crash']);

const nodeReference = z.object({ target, node: z.string() });

/** A name within a folder, and no way out of it. */
const fileName = z
  .string()
  .min(1)
  .refine((name) => !/[/\0]/.test(name) && name !== '.' && name !== '..', 'it must be the name of a file');

export const deployments = {
  /** The flavours that can be started here. Others can be built, and say why not when they are started. */
  startable: method({ input: z.object({}), output: z.array(flavourName) }),
  /** Starts the newest build. Resolves at once; the job fails with `not-built` if there is none. */
  start: method({
    input: z.object({
      target,
      distribution: roleDistribution.default({}),
      /** Replace only nodes whose build or role changed, keep the others running. */
      reuse: z.boolean().default(false),
      /** Start from this compose-info file instead of the out-link. */
      composeInfo: z.string().optional(),
      /** For flavours that run machines; the others refuse it with `unsupported`. */
      machines: machineSizes.optional(),
      /** Start even if this machine has too little memory. */
      anyway: z.boolean().default(false),
    }),
    output: jobHandle,
  }),
  startResult: method({ input: jobHandle, output: deployment }),
  /** Stops and removes; the job ends only once everything is verified gone. */
  stop: method({ input: z.object({ target }), output: jobHandle }),
  stopResult: method({
    input: jobHandle,
    output: z.object({ removed: z.array(z.string()), durationMs: z.number() }),
  }),
  /**
   * Deployments of one project, or of every project on this machine. A flavour that cannot be asked is left out if
   * others have something to tell; if none has, its error is the answer.
   */
  list: method({
    input: z.object({ directory: projectDirectory.optional(), flavour: flavourName.optional() }),
    output: z.array(deployment),
  }),
  /** What is built, running and stale, for every composition and flavour the project has. */
  status: method({
    input: z.object({ directory: projectDirectory }),
    output: z.array(targetStatus),
  }),
  /** A node changed state. Subscribe first, then call `list`. */
  changed: event({ payload: z.object({ target, revision: z.int(), nodes: z.array(node) }) }),
  /** Runs one command through a shell on a node and waits for it. */
  execute: method({
    input: nodeReference.extend({
      command: z.string(),
      /** Milliseconds; none when left out. */
      timeoutMs: z.number().positive().optional(),
    }),
    output: z.object({ exitCode: z.int(), stdout: z.string(), stderr: z.string() }),
  }),
  /** Copies a file or folder from this machine into a node. */
  copyTo: method({
    input: nodeReference.extend({ source: z.string(), destination: z.string() }),
    output: z.object({}),
  }),
  copyFrom: method({
    input: nodeReference.extend({ source: z.string(), destination: z.string() }),
    output: z.object({}),
  }),
  /**
   * Writes a file into a folder of a node from bytes that the caller has: a window in a browser knows no paths of this
   * machine. Ends by itself after `size` bytes; nothing is on the node before that.
   */
  upload: duplex({
    open: nodeReference.extend({ folder: z.string(), name: fileName, size: z.int().nonnegative() }),
    outcome: z.object({ path: z.string() }),
  }),
  /** Sends one file of a node as bytes. Folders are refused with `unsupported`. */
  download: duplex({
    open: nodeReference.extend({ path: z.string().min(1) }),
    outcome: z.object({ size: z.int().nonnegative() }),
  }),
  /** One sample of CPU (percent of one core) and memory (bytes) per running node. */
  stats: method({
    input: z.object({ target }),
    output: z.array(z.object({ node: z.string(), cpuPercent: z.number(), memoryBytes: z.number() })),
  }),
  /** Switches a node's machine; `unsupported` where nodes are no machines. Resolves once it is done. */
  power: method({ input: nodeReference.extend({ action: powerAction }), output: z.object({}) }),
  /** Cuts a node off from the others' network, or connects it again; commands still reach it. */
  link: method({ input: nodeReference.extend({ connected: z.boolean() }), output: z.object({}) }),
  /** Delays and loses what a node sends to the others, or what each of them sends; zeros end that. */
  shape: method({
    input: z.object({ target, node: z.string().nullable() }).extend(linkShape.shape),
    output: z.object({}),
  }),
  /** What a node's screen shows, as base64 of a PNG image; `unsupported` where it has none. */
  screenshot: method({ input: nodeReference, output: z.object({ png: z.base64() }) }),
  /** A node's log from its start on, as it was written; follows it when asked. */
  logs: duplex({
    open: nodeReference.extend({
      follow: z.boolean().default(true),
      tailLines: z.int().nonnegative().optional(),
    }),
    outcome: z.object({}),
  }),
};

export type MachineSizes = z.infer<typeof machineSizes>;
export type LinkShape = z.infer<typeof linkShape>;
export type PowerAction = z.infer<typeof powerAction>;
export type NodeState = z.infer<typeof nodeState>;
export type DeployedNode = z.infer<typeof node>;
export type Deployment = z.infer<typeof deployment>;
export type TargetStatus = z.infer<typeof targetStatus>;
