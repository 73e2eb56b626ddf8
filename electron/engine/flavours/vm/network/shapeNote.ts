/** What is noted of faults in a node's network: the relay reads it, and so does whoever describes the node. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';

/** In a machine's folder. */
const shapeFile = 'shape';

/** Sockets of a machine with a fault: what its node sends comes out of one and goes back into the other. */
export const outwardSocket = 'lan-out';
export const inwardSocket = 'lan-in';

/** Of a deployment, beside its machines' folders. */
export const relaySocketIn = 'relay';

const shapeSchema = z.object({ delayMs: z.number(), lossPercent: z.number() });

export type ShapeNote = z.infer<typeof shapeSchema>;

/** Nothing if the node's network has no fault. */
export async function readShape(folder: string): Promise<ShapeNote | undefined> {
  try {
    return shapeSchema.parse(JSON.parse(await readFile(join(folder, shapeFile), 'utf8')));
  } catch {
    return undefined;
  }
}

export async function writeShape(folder: string, shape: ShapeNote): Promise<void> {
  const path = join(folder, shapeFile);
  const { delayMs, lossPercent } = shape;
  await writeFile(`${path}.draft`, JSON.stringify({ delayMs, lossPercent }));
  await rename(`${path}.draft`, path);
}

export async function removeShape(folder: string): Promise<void> {
  await rm(join(folder, shapeFile), { force: true });
}
