/** A language server for Nix that the user has, e.g. nixd or nil. Every window gets one of its own for its texts. */
import * as z from 'zod';
import { duplex, method } from '../rpc/define.ts';
import { projectDirectory } from './common.ts';

export const languageServer = z.object({
  /** As people call it, e.g. `nixd`. */
  name: z.string(),
  /** Absolute path. */
  program: z.string(),
});

export const language = {
  /**
   * The server that the settings name, or one that is on the PATH; `null` when there is none.
   *
   * Fails with `missing-program` when the settings name one that is not there.
   */
  server: method({ input: z.object({}), output: languageServer.nullable() }),
  /** Starts it in a project. The bytes are those of its standard input and output; closing ends it. */
  connect: duplex({
    open: z.object({ directory: projectDirectory }),
    outcome: z.object({
      /** `null` when a signal ended it. */
      exitCode: z.int().nullable(),
      /** The end of what it wrote to its standard error. */
      lastLines: z.array(z.string()),
    }),
  }),
};

export type LanguageServer = z.infer<typeof languageServer>;
