/**
 * What a project's own nixpkgs offers to those who write: NixOS options and packages. Made in the background when Nix
 * can evaluate it, kept by what flake.lock pins.
 */
import * as z from 'zod';
import { event, method } from '../rpc/define.ts';
import { projectDirectory, serializedError } from './common.ts';

export const knowledgeState = z.discriminatedUnion('phase', [
  /** There is nothing to read, e.g. because the project is not on nixpkgs, or nothing is pinned yet. */
  z.object({ phase: z.literal('none') }),
  /** `startedAt` is in milliseconds since the epoch. */
  z.object({ phase: z.literal('making'), startedAt: z.number() }),
  z.object({
    phase: z.literal('ready'),
    /** The version of nixpkgs. */
    nixpkgs: z.string(),
    options: z.int(),
    packages: z.int(),
  }),
  /** `cancelled` is the error's code when the user stopped it. */
  z.object({ phase: z.literal('failed'), error: serializedError }),
]);

const path = z.array(z.string()).readonly();

export const knownOption = z.object({
  path,
  type: z.string(),
  text: z.string(),
  default: z.string().nullable(),
  from: path,
});

export const optionName = z.object({
  name: z.string(),
  option: knownOption.nullable(),
  below: z.enum(['named', 'listed', 'options', 'nothing']),
  count: z.int(),
  examples: z.array(path).readonly(),
});

export const packageDetails = z.object({
  version: z.string(),
  description: z.string().nullable(),
  homepage: z.string().nullable(),
});

export const knowledge = {
  /** Begins to read what is not known yet, and says at once how far it is. `again` also after a failure. */
  prepare: method({
    input: z.object({ directory: projectDirectory, again: z.boolean().default(false) }),
    output: knowledgeState,
  }),
  /** Stops reading; it is then not begun again by itself. */
  stop: method({ input: z.object({ directory: projectDirectory }), output: z.object({}) }),
  changed: event({ payload: z.object({ directory: projectDirectory, state: knowledgeState }) }),
  /** The names that can follow a path of options; none while nothing is known. */
  optionsBelow: method({
    input: z.object({ directory: projectDirectory, path }),
    output: z.array(optionName),
  }),
  /** The option that a path means, or the nearest one around it. */
  option: method({
    input: z.object({ directory: projectDirectory, path }),
    output: knownOption.nullable(),
  }),
  /** Names of packages with a text in them, those that begin with it first. Below a `path` Nix is asked, once. */
  packages: method({
    input: z.object({ directory: projectDirectory, path, text: z.string(), limit: z.int().min(1).max(1000) }),
    output: z.object({ names: z.array(z.string()), truncated: z.boolean() }),
  }),
  /** What a package is, asked of Nix; `null` for what is none. */
  packageDetails: method({
    input: z.object({ directory: projectDirectory, path }),
    output: packageDetails.nullable(),
  }),
};

export type KnowledgeState = z.infer<typeof knowledgeState>;
export type PackageDetails = z.infer<typeof packageDetails>;
