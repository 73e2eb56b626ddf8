/** Making the templates of a build ahead of its first start. */
import { availableParallelism } from 'node:os';
import type { WorkContext } from '../../../jobs/workContext.ts';
import { throwIfCancelled } from '../../cancellation.ts';
import { forEachConcurrently } from '../../concurrently.ts';
import type { MachineBuild } from '../build.ts';
import { probeAcceleration } from '../machine/acceleration.ts';
import { findQemu } from '../machine/program.ts';
import { ensureTemplate } from '../templates/templateStore.ts';
import type { MachineContext } from './context.ts';
import { coldReason, hardwareOf } from './plan.ts';

/** @throws AppError that says why a template cannot be made; what boots cold by its own wish is said as a log line */
export async function warmTemplates(
  context: MachineContext,
  build: MachineBuild,
  work: WorkContext,
): Promise<void> {
  const program = await findQemu(build.system, context.environment);
  const { accelerator, notice } = await probeAcceleration(
    program,
    context.cacheDirectory,
    context.environment,
  );
  if (notice !== null) work.report({ type: 'warning', message: notice });
  const roles = [...build.compositions.values()].flatMap(({ roles }) => [...roles]);
  await forEachConcurrently(roles, availableParallelism(), async ([role, roleBuild]) => {
    throwIfCancelled(work.signal);
    const hardware = hardwareOf(build, roleBuild, role, accelerator);
    const reason = coldReason(roleBuild, hardware);
    if (reason !== null) {
      work.report({ type: 'log', line: `Nodes of the role “${role}” always boot: ${reason}.` });
      return;
    }
    await ensureTemplate(context.folders, {
      hardware,
      init: roleBuild.init,
      composeInfo: build.path,
      program,
      environment: context.environment,
      signal: work.signal,
      onMaking: () =>
        work.report({ type: 'step', title: `Booting the role ${role} once, for all its nodes` }),
    });
  });
}
