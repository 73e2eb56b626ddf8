/** What the sandbox may say. All of it is chosen by the script, so nothing is taken that is not described here. */
import * as z from 'zod';

const seconds = z.number().nonnegative().max(1e9).nullable();
const node = z.string();
const path = z.string().min(1);

const common = { type: z.literal('request'), text: z.string(), line: z.int().nullable() };
const operation = <Name extends string, Shape extends z.core.$ZodLooseShape>(name: Name, shape: Shape) =>
  z.object({ ...common, operation: z.literal(name), ...shape });

/** Times are in seconds, as in the dialect; `null` is no limit. */
const request = z.discriminatedUnion('operation', [
  operation('execute', {
    node,
    command: z.string(),
    timeout: seconds,
    expect: z.enum(['any', 'success', 'failure']),
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
  operation('log', { node: node.optional() }),
  operation('begin', {}),
  operation('end', { passed: z.boolean() }),
]);

const issue = z.object({ line: z.int(), column: z.int(), message: z.string() });

const failure = z.object({
  message: z.string(),
  line: z.int().nullable(),
  traceback: z.string(),
});

const notice = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('heartbeat') }),
  z.object({ type: z.literal('printed'), text: z.string(), line: z.int().nullable() }),
  z.object({ type: z.literal('checked'), issues: z.array(issue) }),
  z.object({ type: z.literal('ended'), failure: failure.nullable() }),
]);

export const sandboxMessage = z.union([request, notice]);

export type Request = z.infer<typeof request>;
export type RequestOf<Name extends Request['operation']> = Extract<Request, { operation: Name }>;
export type SandboxMessage = z.infer<typeof sandboxMessage>;
export type Issue = z.infer<typeof issue>;
export type Failure = z.infer<typeof failure>;

/** The engine's answer to a request. */
export type Reply =
  | { readonly outcome: 'value'; readonly value: unknown }
  /** The node did not do what the script asked for. */
  | { readonly outcome: 'asserted'; readonly message: string }
  /** The request could not be carried out. */
  | { readonly outcome: 'refused'; readonly message: string }
  | { readonly outcome: 'interrupted' };
