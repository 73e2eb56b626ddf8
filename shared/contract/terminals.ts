/** Shells on nodes as byte streams. A session outlives its viewers: they detach and come back by offset. */
import * as z from 'zod';
import { duplex, event, method } from '../rpc/define.ts';
import { target } from './common.ts';

const size = z.object({ columns: z.int().min(1).max(1000), rows: z.int().min(1).max(1000) });
export const terminalId = z.string().min(1);

export const terminalInfo = z.object({
  terminal: terminalId,
  target,
  node: z.string(),
  title: z.string(),
  state: z.discriminatedUnion('state', [
    z.object({ state: z.literal('open') }),
    z.object({ state: z.literal('exited'), exitCode: z.int().nullable() }),
  ]),
});

export const terminals = {
  /**
   * Opens a login shell (or `command`) on a node, or its machine's console with what it has shown since it booted.
   * Closing a console's terminal leaves the console as it is; nodes that are no machines have none (`unsupported`).
   */
  open: method({
    input: size.extend({
      target,
      node: z.string(),
      kind: z.enum(['shell', 'console']).default('shell'),
      user: z.string().optional(),
      command: z.array(z.string()).min(1).optional(),
    }),
    output: terminalInfo,
  }),
  /**
   * Attaches a viewer. The first bytes are what the replay ring still holds from `offset` on, then what is live.
   * Bytes written go to the shell's input.
   */
  attach: duplex({
    open: z.object({ terminal: terminalId, offset: z.number().nonnegative().default(0) }),
    outcome: z.object({ exitCode: z.int().nullable() }),
  }),
  /**
   * Which part of a terminal's output can still be replayed, as offsets from its beginning. Whoever attaches at `start`
   * knows that everything before `end` was written for an earlier viewer: questions in it want no second answer.
   */
  held: method({
    input: z.object({ terminal: terminalId }),
    output: z.object({ start: z.int().nonnegative(), end: z.int().nonnegative() }),
  }),
  resize: method({ input: size.extend({ terminal: terminalId }), output: z.object({}) }),
  close: method({ input: z.object({ terminal: terminalId }), output: z.object({}) }),
  list: method({ input: z.object({}), output: z.array(terminalInfo) }),
  changed: event({ payload: terminalInfo }),
};

export type TerminalInfo = z.infer<typeof terminalInfo>;
