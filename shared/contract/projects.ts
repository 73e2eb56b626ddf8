/** Folders that hold a composition. */
import * as z from 'zod';
import { event, method } from '../rpc/define.ts';
import { flavourName, projectDirectory } from './common.ts';

export const template = z.object({
  name: z.string(),
  description: z.string(),
  /** `tiny` builds offline in a second; `nixpkgs` is real NixOS. */
  base: z.enum(['tiny', 'nixpkgs']),
  roles: z.array(z.string()),
});

export const project = z.object({
  directory: projectDirectory,
  name: z.string(),
  /** The composition file, relative to the directory. */
  compositionFile: z.string(),
  defaultFlavour: flavourName,
  base: z.enum(['tiny', 'nixpkgs', 'unknown']),
  /** `null` when the folder is not in a git repository. */
  git: z.object({ root: z.string(), untracked: z.array(z.string()) }).nullable(),
  /** How the project's lock relates to the Nix library that this app ships. */
  library: z.enum(['current', 'older', 'missing', 'not-ours', 'unlocked']),
});

export const projects = {
  templates: method({ input: z.object({}), output: z.array(template) }),
  /** Makes a project from a template. Never overwrites a file unless `overwrite` is set. */
  init: method({
    input: z.object({
      directory: projectDirectory,
      template: z.string().default('tutorial'),
      flavour: flavourName.optional(),
      overwrite: z.boolean().default(false),
    }),
    output: z.object({ project, created: z.array(z.string()), notes: z.array(z.string()) }),
  }),
  /** Reads a project; looks in parent folders as git does. Changes nothing. */
  open: method({ input: z.object({ directory: projectDirectory }), output: project }),
  /** Makes git see files, without committing them (`git add --intent-to-add`). */
  track: method({
    input: z.object({ directory: projectDirectory, files: z.array(z.string()) }),
    output: z.object({ tracked: z.array(z.string()) }),
  }),
  /** Points the project's lock at the Nix library that this app ships. */
  updateLibrary: method({
    input: z.object({ directory: projectDirectory }),
    output: z.object({ changed: z.boolean() }),
  }),
  /** Removes what builds and starts generated: `build/`, `deploy/`, `artifact/`. Refuses while nodes run. */
  clean: method({
    input: z.object({ directory: projectDirectory }),
    output: z.object({ removed: z.array(z.string()) }),
  }),
  /** Starts watching a folder; changes then arrive as `changed`. */
  watch: method({ input: z.object({ directory: projectDirectory }), output: z.object({}) }),
  /** Files were added, written or removed; paths are relative to the directory. */
  changed: event({ payload: z.object({ directory: projectDirectory, paths: z.array(z.string()) }) }),
};

export type Project = z.infer<typeof project>;
export type Template = z.infer<typeof template>;
