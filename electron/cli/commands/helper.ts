import type { Command } from 'commander';
import { AppError } from '#shared/errors.ts';
import type { RunWork } from '../commandOptions.ts';
import { notYet } from '../notYet.ts';
import type { Session } from '../session.ts';
import { nodeNamed, runningDeployment } from '../targets.ts';

const helpers: Readonly<Record<string, string>> = {
  ip: 'ip HOST: the address of a node',
  g5k_script: 'not there yet',
  'install-nix': 'not there yet; `nxc doctor --fix` installs Nix',
  ip_ssh_port: 'not there yet',
  fqdn: 'not there yet',
  'g5k-get-seed-store': 'not there yet',
  nested: 'not there yet',
};

export function declareHelper(program: Command, run: RunWork): Command {
  return program
    .command('helper')
    .summary('small things for scripts')
    .argument('[name]')
    .argument('[arguments...]')
    .option('-l, --list', 'list the helpers')
    .action((name: string | undefined, words: string[], options: { list?: boolean }, command: Command) =>
      run(command, async (session) => {
        if (options.list === true || name === undefined) return list(session);
        if (!Object.hasOwn(helpers, name)) {
          throw new AppError('bad-input', `There is no helper “${name}”.`, {
            hint: '`nxc helper -l` lists them.',
          });
        }
        if (name !== 'ip') throw notYet(`\`nxc helper ${name}\``);
        return printAddress(session, words);
      }),
    );
}

function list(session: Session): unknown {
  for (const [name, description] of Object.entries(helpers)) session.print(`${name}: ${description}`);
  return helpers;
}

async function printAddress(session: Session, [host]: readonly string[]): Promise<unknown> {
  if (host === undefined) {
    throw new AppError('bad-input', 'No host was named.', { hint: 'Write `nxc helper ip HOST`.' });
  }
  const { status } = nodeNamed(
    await runningDeployment(session, { composition: undefined, flavour: undefined }),
    host,
  );
  if (status.state !== 'running' || status.address === null) {
    throw new AppError('node-failed', `${host} has no address: it is ${status.state}.`, {
      hint: '`nxc status` shows the nodes.',
      details: { node: host },
    });
  }
  session.print(status.address);
  return { host, address: status.address };
}
