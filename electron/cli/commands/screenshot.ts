import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { toAppError } from '#shared/errors.ts';
import { flavourOption, type RunWork, type TargetOptions, wantedTarget } from '../commandOptions.ts';
import { nodeNamed, runningDeployment } from '../targets.ts';

export function declareScreenshot(program: Command, run: RunWork): Command {
  return program
    .command('screenshot')
    .summary('save what the screen of a node shows, as PNG')
    .argument('<node>')
    .argument('[file]', 'where to; <node>.png when left out')
    .addOption(flavourOption('of which platform; of the newest deployment when left out'))
    .action((name: string, file: string | undefined, options: TargetOptions, command: Command) =>
      run(command, async (session) => {
        const deployment = await runningDeployment(session, wantedTarget(options));
        const node = nodeNamed(deployment, name).name;
        const client = await session.client();
        const { png } = await client.deployments.screenshot({ target: deployment.target, node });
        const path = resolve(session.directory, file ?? `${node}.png`);
        await writeFile(path, Buffer.from(png, 'base64')).catch((error: unknown) => {
          throw toAppError(error);
        });
        session.print(`The screen of ${node} is in ${path}.`);
        return { node, file: path };
      }),
    );
}
