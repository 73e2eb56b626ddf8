import { AppError } from '#shared/errors.ts';
import type { Flavour } from '../flavours/flavour.ts';
import type { WorkContext } from '../jobs/workContext.ts';

/** @throws AppError `unsupported` where a first start is no slower than any other */
export async function warmBuild(flavour: Flavour, composeInfo: string, work: WorkContext): Promise<void> {
  if (flavour.warm === undefined) {
    throw new AppError(
      'unsupported',
      `A build for ${flavour.name} cannot be warmed: it starts as quickly without.`,
      {
        hint: 'It is built. Start it as it is: `nxc start`.',
      },
    );
  }
  await flavour.warm(composeInfo, work);
}
