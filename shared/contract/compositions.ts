/** What a composition evaluates to. */
import * as z from 'zod';
import { method } from '../rpc/define.ts';
import { roleDistribution, target } from './common.ts';

export const service = z.object({
  name: z.string(),
  ports: z.array(z.int()),
  command: z.string().nullable(),
});

export const role = z.object({
  hostName: z.string(),
  description: z.string().nullable(),
  services: z.array(service),
  openPorts: z.array(z.int()),
  packages: z.array(z.string()),
  users: z.array(z.string()),
  sharedDirectories: z.array(z.string()),
});

export const evaluatedComposition = z.object({
  composition: z.string(),
  flavour: z.string(),
  base: z.enum(['tiny', 'nixpkgs']),
  nixpkgsVersion: z.string().nullable(),
  roles: z.record(z.string(), role),
  rolesDistribution: roleDistribution,
  dockerPorts: z.record(z.string(), z.array(z.string())),
  testScript: z.string().nullable(),
});

export const compositions = {
  /** The compositions and flavours that the project's flake offers, without evaluating any of them. */
  list: method({
    input: z.object({ directory: z.string() }),
    output: z.array(z.object({ composition: z.string(), flavour: z.string() })),
  }),
  /** Roles, services, ports and test script, exactly as Nix sees them. Builds nothing. */
  evaluate: method({ input: target, output: evaluatedComposition }),
};

export type EvaluatedComposition = z.infer<typeof evaluatedComposition>;
