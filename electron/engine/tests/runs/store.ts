/** Runs that have ended, as files of the project: artifact/<composition>/<flavour>/test-runs/<run>/. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import type { Target } from '#shared/contract/common.ts';
import {
  type NodeLine,
  nodeLine,
  type RunSummary,
  runSummary,
  type TimelineEntry,
  timelineEntry,
} from '#shared/contract/tests.ts';
import { AppError } from '#shared/errors.ts';
import { flavourNames } from '#shared/model/flavours.ts';

/** Runs that are kept of one target; the oldest go first. */
const runLimit = 20;

const files = { summary: 'run.json', timeline: 'timeline.json', lines: 'lines.json' } as const;

export interface StoredRun {
  readonly summary: RunSummary;
  readonly entries: readonly TimelineEntry[];
}

/** The name of a run that begins now: names are in the order of time. */
export function nameRun(startedAt: number): string {
  return new Date(startedAt).toISOString().replaceAll(':', '-').replace('Z', '');
}

function folderOf({ directory, composition, flavour }: Target): string {
  return join(directory, 'artifact', composition, flavour, 'test-runs');
}

/** Writes a run down, and lets go of the oldest when there are many. */
export async function keepRun({ summary, entries }: StoredRun, lines: readonly NodeLine[]): Promise<void> {
  const folder = folderOf(summary.target);
  const own = join(folder, summary.run);
  await mkdir(own, { recursive: true });
  await Promise.all([
    writeFile(join(own, files.timeline), JSON.stringify(entries)),
    writeFile(join(own, files.lines), JSON.stringify(lines)),
  ]);
  // Last: a run that has it is whole.
  await writeFile(join(own, files.summary), JSON.stringify(summary, null, 2));
  const names = (await readdir(folder)).sort();
  await Promise.all(
    names.slice(0, -runLimit).map((name) => rm(join(folder, name), { recursive: true, force: true })),
  );
}

/** The runs of a project, or of one target, the newest first. What cannot be read is left out. */
export async function listRuns(directory: string, target: Target | undefined): Promise<RunSummary[]> {
  const targets = target === undefined ? await targetsIn(directory) : [target];
  const summaries = await Promise.all(
    targets.map(async (one) => {
      const names = await readdir(folderOf(one)).catch(() => []);
      return Promise.all(
        names.map((name) =>
          readChecked(join(folderOf(one), name, files.summary), runSummary).catch(() => null),
        ),
      );
    }),
  );
  return summaries
    .flat()
    .filter((summary) => summary !== null)
    .sort((one, other) => other.startedAt - one.startedAt);
}

/** @throws AppError `not-found` */
export async function readRun(target: Target, run: string): Promise<StoredRun> {
  const folder = join(folderOf(target), run);
  try {
    const [summary, entries] = await Promise.all([
      readChecked(join(folder, files.summary), runSummary),
      readChecked(join(folder, files.timeline), z.array(timelineEntry)),
    ]);
    return { summary, entries };
  } catch (cause) {
    throw new AppError(
      'not-found',
      `There is no test run “${run}” of ${target.composition}::${target.flavour}.`,
      {
        hint: `The last ${runLimit} runs of a composition are kept, below ${folderOf(target)}.`,
        cause,
      },
    );
  }
}

export async function readLines(target: Target, run: string): Promise<NodeLine[]> {
  return readChecked(join(folderOf(target), run, files.lines), z.array(nodeLine)).catch(() => []);
}

async function readChecked<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  return schema.parse(JSON.parse(await readFile(path, 'utf8')));
}

async function targetsIn(directory: string): Promise<Target[]> {
  const compositions = await readdir(join(directory, 'artifact')).catch(() => []);
  return compositions.flatMap((composition) =>
    flavourNames.map((flavour) => ({ directory, composition, flavour })),
  );
}
