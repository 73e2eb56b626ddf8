/** The text files of a project. What changed on disk arrives as `projects.changed`. */
import * as z from 'zod';
import { method } from '../rpc/define.ts';
import { projectDirectory } from './common.ts';

/** Path inside a project, with `/` between its parts and none in front. */
export const relativePath = z.string().min(1);

/** Names a file's content: the same text always has the same revision. */
export const revision = z.string().min(1);

/** Text that is not saved yet. */
export const draft = z.object({
  text: z.string(),
  /** The file's revision that the text was made from; `null` for a file that was not there. */
  base: revision.nullable(),
});

export const fileEntry = z.object({
  path: relativePath,
  /** Bytes. */
  size: z.int().nonnegative(),
  /** `untracked`: a flake does not see it until git does. */
  git: z.enum(['tracked', 'untracked', 'none']),
});

export const files = {
  /** Every file that git tracks or would offer to add; without git, every file but hidden and generated ones. */
  list: method({
    input: z.object({ directory: projectDirectory }),
    output: z.object({
      files: z.array(fileEntry),
      /** Whether there were more files than are listed. */
      truncated: z.boolean(),
    }),
  }),
  /** Refuses with `unsupported` what is not UTF-8 text or too large to edit. */
  read: method({
    input: z.object({ directory: projectDirectory, file: relativePath }),
    output: z.object({ text: z.string(), revision }),
  }),
  /**
   * Writes the whole file at once or not at all. Fails with `conflict`, changing nothing, when the file is not what
   * `expectedRevision` says; `null` says that there is no such file yet.
   */
  write: method({
    input: z.object({
      directory: projectDirectory,
      file: relativePath,
      text: z.string(),
      expectedRevision: revision.nullable(),
    }),
    output: z.object({ revision }),
  }),
  /** The files of a project that have text which is kept and not saved. */
  drafts: method({ input: z.object({ directory: projectDirectory }), output: z.array(relativePath) }),
  /** Text that was kept of a file; `null` when none was. */
  readDraft: method({
    input: z.object({ directory: projectDirectory, file: relativePath }),
    output: draft.nullable(),
  }),
  /** Keeps text that is not saved, so that it outlives the window. Of several for one file the last one counts. */
  keepDraft: method({
    input: z.object({ directory: projectDirectory, file: relativePath, draft }),
    output: z.object({}),
  }),
  forgetDraft: method({
    input: z.object({ directory: projectDirectory, file: relativePath }),
    output: z.object({}),
  }),
  /** Formats Nix with nixfmt or alejandra. Gives the text back unchanged where neither is installed, or it has mistakes. */
  format: method({
    input: z.object({ text: z.string() }),
    output: z.object({ text: z.string(), formatter: z.string().nullable() }),
  }),
  /** Folders on this machine whose path begins as typed (`~` is the home folder), for choosing a project. */
  folders: method({
    input: z.object({ prefix: z.string() }),
    output: z.object({
      /** The absolute path that was typed. */
      resolved: z.string(),
      folders: z.array(z.object({ path: z.string(), isProject: z.boolean() })),
    }),
  }),
};

export type FileEntry = z.infer<typeof fileEntry>;
export type Draft = z.infer<typeof draft>;
