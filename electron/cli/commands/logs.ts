import { type Command, InvalidArgumentError } from 'commander';
import { flavourOption, type RunWork, type TargetOptions, wantedTarget } from '../commandOptions.ts';
import { exitCodes } from '../exitCodes.ts';
import type { Session } from '../session.ts';
import { nodeNamed, runningDeployment } from '../targets.ts';

interface LogOptions extends TargetOptions {
  readonly follow?: boolean;
  readonly tail?: number;
}

export function declareLogs(program: Command, run: RunWork): Command {
  return program
    .command('logs')
    .summary('what a node wrote since it started')
    .argument('<node>')
    .addOption(flavourOption('of which platform; of the newest deployment when left out'))
    .option('--follow', 'go on until Ctrl-C')
    .option('--tail <lines>', 'only the last lines', parseLines)
    .action((name: string, options: LogOptions, command: Command) =>
      run(command, (session) => printLogs(session, name, options)),
    );
}

async function printLogs(session: Session, name: string, options: LogOptions): Promise<unknown> {
  const deployment = await runningDeployment(session, wantedTarget(options));
  const node = nodeNamed(deployment, name).name;
  const client = await session.client();
  const stream = await client.deployments.logs(
    {
      target: deployment.target,
      node,
      follow: options.follow ?? false,
      ...(options.tail === undefined ? {} : { tailLines: options.tail }),
    },
    { signal: session.signal },
  );
  const kept: Uint8Array[] = [];
  stream.onData((bytes, consumed) => {
    if (session.json) {
      kept.push(bytes);
      consumed();
    } else process.stdout.write(bytes, consumed);
  });
  // `nxc logs server --follow | head` ends when nobody reads any more.
  let isRead = true;
  process.stdout.once('error', () => {
    isRead = false;
    stream.close();
  });
  await stream.closed.catch((error: unknown) => {
    // Ctrl-C is how one ends `--follow`: nothing went wrong.
    if (session.signal.aborted) session.exitWith(exitCodes.interrupted);
    else if (isRead) throw error;
  });
  return { node, log: Buffer.concat(kept).toString('utf8') };
}

function parseLines(text: string): number {
  const lines = Number(text);
  if (!Number.isInteger(lines) || lines < 0)
    throw new InvalidArgumentError(`“${text}” is not a number of lines.`);
  return lines;
}
