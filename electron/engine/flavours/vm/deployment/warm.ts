/** Making the templates of a build ahead of its first start. */
import { availableParallelism } from 'node:os';
import type { WorkContext } from '../../../jobs/workContext.ts';
import { throwIfCancelled } from '../../cancellation.ts';
import { forEachConcurrently } from '../../concurrently.ts';
import type { MachineBuild } from '../build.ts';
import { probeAcceleration } from '../machine/acceleration.ts';
import { findQemu } from '../machine/program.ts';
import { makeRunFolder } from '../state/folders.ts';
import { templateKey } from '../templates/key.ts';
import { makeTemplate } from '../templates/makeTemplate.ts';
import { sweepTemplates, templateRunFolder } from '../templates/sweepTemplates.ts';
import { ensureTemplate } from '../templates/templateStore.ts';
import type { MachineContext } from './context.ts';
import { coldReason, hardwareOf } from './plan.ts';

/** @throws AppError that says why a template cannot be made; what boots cold by its own wish is said as a log line */
export async function warmTemplates(
  context: MachineContext,
  build: MachineBuild,
  work: WorkContext,
): Promise<void> {
  const program = await findQemu(build.system, context.environment, context.cacheDirectory);
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
    const { folders, environment } = context;
    const key = await templateKey(hardware, roleBuild.init, program);
    const { signal } = work;
    await ensureTemplate(folders, {
      ...{ key, hardware, composeInfo: build.path, signal },
      async make(files) {
        work.report({ type: 'step', title: `Booting the role ${role} once, for all its nodes` });
        const runFolder = await makeRunFolder(folders, templateRunFolder(key));
        await makeTemplate({ hardware, program, environment, runFolder, files, signal });
      },
    });
  });
  await sweepTemplates(context.folders);
}
