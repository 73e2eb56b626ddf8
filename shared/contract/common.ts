/** Schemas that several areas share. */
import * as z from 'zod';
import { errorCodes } from '../errors.ts';
import { flavourNames } from '../model/flavours.ts';

export const flavourName = z.enum(flavourNames);

/** Absolute path of a project's folder. */
export const projectDirectory = z.string().min(1);

export const compositionName = z.string().min(1);

/** What is built and deployed: one composition on one flavour of one project. */
export const target = z.object({
  directory: projectDirectory,
  composition: compositionName,
  flavour: flavourName,
});

export const roleDistribution = z.record(z.string(), z.union([z.number(), z.array(z.string())]));

export const sourcePosition = z.object({ file: z.string(), line: z.int(), column: z.int() });

/** Where a script's text stands in a file: its line 1 is line `firstLine` there. */
export const scriptPosition = z.object({ file: z.string(), firstLine: z.int() });

export const serializedError = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  hint: z.string().optional(),
  docs: z.string().optional(),
  retryable: z.boolean(),
  details: z.object({
    node: z.string().optional(),
    position: sourcePosition.optional(),
    command: z
      .object({
        command: z.string(),
        exitCode: z.int().nullable(),
        lastLines: z.array(z.string()).readonly(),
      })
      .optional(),
    raw: z.string().optional(),
    leftovers: z.array(z.string()).readonly().optional(),
    logId: z.string().optional(),
  }),
});

export type Target = z.infer<typeof target>;
