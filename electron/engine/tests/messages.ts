/** What the sandbox may say. All of it is chosen by the script, so nothing is taken that is not described here. */
import * as z from 'zod';

const seconds = z.number().nonnegative().max(1e9).nullable();
const node = z.string();
const path = z.string().min(1);

const issue = z.object({ line: z.int(), column: z.int(), message: z.string() });

const failure = z.object({
  message: z.string(),
  line: z.int().nullable(),
  traceback: z.string(),
});

/** How a run ended. */
const ending = {
  failure: failure.nullable(),
  /** What the last expression came to, as Python shows it. */
  value: z.string().nullable(),
};

const common = { type: z.literal('request'), text: z.string(), line: z.int().nullable() };
const operation = <Name extends string, Shape extends z.core.$ZodLooseShape>(name: Name, shape: Shape) =>
  z.object({ ...common, operation: z.literal(name), ...shape });

/** Times are in seconds, as in the dialect; `null` is no limit. */
const request = z.discriminatedUnion('operation', [
  operation('execute', {
    node,
    command: z.string(),
    timeout: seconds,
    /** `nothing`: the node may even go away. */
    expect: z.enum(['any', 'success', 'failure', 'nothing']),
  }),
  operation('poll', {
    node,
    command: z.string(),
    timeout: seconds,
    until: z.enum(['success', 'failure']),
    /** What is being waited for, for a call whose command the user did not write. */
    action: z.string().nullable(),
  }),
  operation('isUp', { node }),
  operation('connect', { node, timeout: seconds }),
  operation('connectAll', { timeout: seconds }),
  operation('console', { node, position: z.int().nonnegative(), wait: z.number().nonnegative().max(60) }),
  operation('sleep', { seconds: z.number().max(1e9) }),
  operation('copyTo', { node, source: path, target: path }),
  operation('copyToByShell', { node, source: path, target: path }),
  operation('copyFrom', { node, source: path, target: z.string() }),
  operation('power', { node, action: z.enum(['shutdown', 'crash', 'reset']) }),
  operation('waitOff', { node }),
  operation('link', { node, connected: z.boolean() }),
  operation('screenshot', { node, file: path }),
  operation('readScreen', { node }),
  operation('monitor', { node, command: z.string() }),
  operation('typeConsole', { node, typed: z.string() }),
  operation('forwardPort', { node, hostPort: z.int(), nodePort: z.int() }),
  operation('log', { node: node.optional() }),
  operation('begin', {}),
  operation('end', { passed: z.boolean() }),
  /** The composition's own script. */
  operation('script', {}),
  /** Whether somebody can tell a paused script how to go on. */
  operation('isAttended', {}),
  /** A statement failed, or is a breakpoint: how to go on? The reply may also ask for something first. */
  operation('paused', { failure }),
  operation('answered', { answer: z.unknown() }),
]);

const notice = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('heartbeat') }),
  z.object({ type: z.literal('printed'), text: z.string(), line: z.int().nullable() }),
  z.object({ type: z.literal('checked'), issues: z.array(issue) }),
  z.object({ type: z.literal('ended'), ...ending }),
  z.object({ type: z.literal('answered'), answer: z.unknown() }),
]);

export const completion = z.object({
  /** Where in the text the name begins that is being completed, in characters. */
  start: z.int().nonnegative(),
  candidates: z.array(z.object({ text: z.string(), kind: z.string(), detail: z.string() })),
});

export const parseState = z.object({ state: z.enum(['complete', 'incomplete', 'invalid']) });

export const runEnding = z.object(ending);

export const sandboxMessage = z.union([request, notice]);

export type Request = z.infer<typeof request>;
export type RequestOf<Name extends Request['operation']> = Extract<Request, { operation: Name }>;
export type SandboxMessage = z.infer<typeof sandboxMessage>;
export type Issue = z.infer<typeof issue>;
export type Failure = z.infer<typeof failure>;
export type RunEnding = z.infer<typeof runEnding>;
export type Completion = z.infer<typeof completion>;

/** The engine's answer to a request. */
export type Reply =
  | { readonly outcome: 'value'; readonly value: unknown }
  /** The node did not do what the script asked for. */
  | { readonly outcome: 'asserted'; readonly message: string }
  /** The request could not be carried out. */
  | { readonly outcome: 'refused'; readonly message: string }
  | { readonly outcome: 'interrupted' };
