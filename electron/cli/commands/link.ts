import { Argument, type Command, InvalidArgumentError } from 'commander';
import { AppError } from '#shared/errors.ts';
import { flavourOption, type RunWork, type TargetOptions, wantedTarget } from '../commandOptions.ts';
import type { Session } from '../session.ts';
import { nodesNamed, runningDeployment } from '../targets.ts';

const actions = ['cut', 'slow', 'restore'] as const;
type LinkAction = (typeof actions)[number];

interface LinkOptions extends TargetOptions {
  readonly delay?: number;
  readonly loss?: number;
}

export function declareLink(program: Command, run: RunWork): Command {
  return program
    .command('link')
    .summary('cut nodes off from the others, slow their links, and restore them')
    .description(
      'Pulls the cable between nodes and the others (cut), lets what they send come late or get lost (slow, virtual\n' +
        'machines only), or takes all of that back (restore). Commands, terminals and test scripts reach a node all the\n' +
        'same. `nxc status` shows which links are disturbed.',
    )
    .addArgument(new Argument('<action>', 'what to do').choices(actions))
    .argument('<node...>')
    .addOption(flavourOption('of which platform; of the newest deployment when left out'))
    .option('--delay <ms>', 'slow: every packet leaves so many milliseconds later', parseNumber)
    .option('--loss <percent>', 'slow: so many of a hundred packets never leave', parseNumber)
    .action((action: LinkAction, names: string[], options: LinkOptions, command: Command) =>
      run(command, (session) => switchLinks(session, action, names, options)),
    );
}

async function switchLinks(
  session: Session,
  action: LinkAction,
  names: readonly string[],
  options: LinkOptions,
): Promise<unknown> {
  const { delay: delayMs = 0, loss: lossPercent = 0 } = options;
  const isShaped = delayMs > 0 || lossPercent > 0;
  if (isShaped !== (action === 'slow')) throw notUnderstood(action);
  const { target, ...deployment } = await runningDeployment(session, wantedTarget(options));
  const nodes = nodesNamed({ target, ...deployment }, names);
  const { deployments } = await session.client();
  for (const { name: node, link } of nodes) {
    if (action === 'slow') {
      await deployments.shape({ target, node, delayMs, lossPercent });
      session.print(`What ${node} sends ${shapeWords(delayMs, lossPercent)}.`);
      continue;
    }
    await deployments.link({ target, node, connected: action === 'restore' });
    if (action === 'restore' && link?.shape !== undefined) {
      await deployments.shape({ target, node, delayMs: 0, lossPercent: 0 });
    }
    session.print(`${node} is ${action === 'cut' ? 'cut off' : 'connected'}.`);
  }
  return { action, nodes: nodes.map(({ name }) => name) };
}

function shapeWords(delayMs: number, lossPercent: number): string {
  const late = delayMs > 0 ? [`comes ${delayMs} ms late`] : [];
  const lost = lossPercent > 0 ? [`is lost by ${lossPercent} %`] : [];
  return [...late, ...lost].join(' and ');
}

function parseNumber(text: string): number {
  const number = Number(text);
  if (text.trim() === '' || !Number.isFinite(number) || number < 0) {
    throw new InvalidArgumentError(`“${text}” is not a number from 0 on.`);
  }
  return number;
}

function notUnderstood(action: LinkAction): AppError {
  return action === 'slow'
    ? new AppError('bad-input', 'It is not said how the links are to be slowed.', {
        hint: 'Give a delay in milliseconds or a loss in percent: `nxc link slow client --delay 100 --loss 5`.',
      })
    : new AppError('bad-input', `--delay and --loss mean nothing for “${action}”.`, {
        hint: 'Slow a link with them: `nxc link slow client --delay 100`.',
      });
}
