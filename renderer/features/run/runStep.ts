/** One step: its job asked for, if it does not run already, and its end awaited. */
import type { AppContext } from '#renderer/app/context.ts';
import { count } from '#renderer/ui/words.ts';
import type { Target } from '#shared/contract/common.ts';
import { AppError, toAppError } from '#shared/errors.ts';
import { chosenNodesOf } from './chosenNodes.ts';
import { chosenSizesOf } from './chosenSizes.ts';
import type { StepResults } from './operations.ts';
import { runCommands } from './runCommands.ts';
import type { Step } from './steps.ts';
import { unsavedEdits } from './unsavedEdits.ts';

type Result = StepResults[keyof StepResults];

/**
 * @param known the step's job, if it was begun before
 * @param onJob is told the job as soon as the engine has begun it
 * @throws AppError that ended the job
 */
export async function runStep(
  app: AppContext,
  target: Target,
  step: Step,
  known: string | undefined,
  onJob: (job: string) => void,
): Promise<Result> {
  const { client } = app;
  async function jobOf(begin: () => Promise<{ job: string }>): Promise<{ job: string }> {
    if (known !== undefined) return { job: known };
    const handle = await begin();
    onJob(handle.job);
    return handle;
  }
  switch (step.kind) {
    case 'build': {
      if (known === undefined) await saveEverything(app);
      const handle = await jobOf(() =>
        client.builds.build({ target, options: { dryRun: step.dryRun ?? false } }),
      );
      return overLostConnections(app, () => client.builds.result(handle));
    }
    case 'start': {
      const distribution = step.distribution ?? chosenNodesOf(app).forStart(target);
      const sizes = chosenSizesOf(app).forStart(target);
      const handle = await jobOf(() =>
        client.deployments.start({
          target,
          reuse: step.reuse,
          distribution: toInput(distribution),
          anyway: step.anyway ?? false,
          ...(Object.keys(sizes).length === 0 ? {} : { machines: { roles: sizes } }),
        }),
      );
      const deployment = await overLostConnections(app, () => client.deployments.startResult(handle));
      // A test is what often comes next. Whatever keeps it from being prepared is told when it is run.
      client.tests.prepare({}).catch(() => undefined);
      return deployment;
    }
    case 'stop': {
      const handle = await jobOf(() => client.deployments.stop({ target }));
      return overLostConnections(app, () => client.deployments.stopResult(handle));
    }
    case 'test': {
      const handle = await jobOf(() => client.tests.run({ target }));
      return overLostConnections(app, () => client.tests.result(handle));
    }
  }
}

/** Builds read what is saved only. */
async function saveEverything({ commands }: Pick<AppContext, 'commands'>): Promise<void> {
  await commands.execute(runCommands.saveAll);
  const left = unsavedEdits.getState();
  if (left === 0) return;
  throw new AppError('conflict', `${count(left, 'file')} could not be saved, so nothing was built.`, {
    hint: 'Look at the tabs with the unsaved mark: the editor says there what stands against it.',
  });
}

/** The job goes on in the engine: once the connection is back, its end is asked for again. */
async function overLostConnections<Value>(
  { connection }: Pick<AppContext, 'connection'>,
  ask: () => Promise<Value>,
): Promise<Value> {
  for (;;) {
    try {
      return await ask();
    } catch (thrown) {
      if (toAppError(thrown).code !== 'connection-lost') throw thrown;
      await new Promise<void>((resolve) => {
        const stop = connection.onResumed(() => {
          stop();
          resolve();
        });
      });
    }
  }
}

function toInput(distribution: Readonly<Record<string, number | readonly string[]>>) {
  return Object.fromEntries(
    Object.entries(distribution).map(([role, wanted]) => [
      role,
      typeof wanted === 'number' ? wanted : [...wanted],
    ]),
  );
}
