import type { Command } from 'commander';
import type { FlavourName } from '#shared/model/flavours.ts';
import { flavourOption, type RunWork } from '../commandOptions.ts';
import { notYet } from '../notYet.ts';
import { makeReady } from './doctor.ts';

interface DemoOptions {
  readonly flavour?: FlavourName;
  readonly keep?: boolean;
}

export function declareDemo(program: Command, run: RunWork): Command {
  return program
    .command('demo')
    .summary('from nothing to a tested deployment')
    .description(
      'Makes the tutorial in a fresh folder, builds, starts, tests and stops it, step by step with timings.',
    )
    .addOption(flavourOption().default('docker'))
    .option('--keep', 'leave the project and its nodes for you to look at')
    .action((options: DemoOptions, command: Command) =>
      run(command, async (session) => {
        const flavour = options.flavour ?? 'docker';
        const { startable } = (await session.client()).deployments;
        if (!(await startable({})).includes(flavour)) throw notYet(`The demo on the flavour ${flavour}`);
        await makeReady(session, flavour);
        const { runDemo } = await import('../demo/runDemo.ts');
        return runDemo(session, { flavour, keep: options.keep ?? false });
      }),
    );
}
