import type { Command } from 'commander';
import type { DeployedNode, Deployment } from '#shared/contract/deployments.ts';
import { AppError } from '#shared/errors.ts';
import { flavourOption, type RunWork, type TargetOptions, wantedTarget } from '../commandOptions.ts';
import { notYet } from '../notYet.ts';
import type { Session } from '../session.ts';
import { nodeNamed, runningDeployment } from '../targets.ts';

const sshPort = 22;

const helpers: Readonly<Record<string, string>> = {
  ip: 'ip HOST: the address of a node',
  ip_ssh_port: 'ip_ssh_port HOST: the address and the port where its ssh server answers on this machine',
  g5k_script: 'not there yet',
  'install-nix': 'not there yet; `nxc doctor --fix` installs Nix',
  fqdn: 'not there yet',
  'g5k-get-seed-store': 'not there yet',
  nested: 'not there yet',
};

interface HelperOptions extends TargetOptions {
  readonly list?: boolean;
}

export function declareHelper(program: Command, run: RunWork): Command {
  return program
    .command('helper')
    .summary('small things for scripts')
    .argument('[name]')
    .argument('[arguments...]')
    .option('-l, --list', 'list the helpers')
    .addOption(flavourOption('of which platform; of the newest deployment when left out'))
    .action((name: string | undefined, words: string[], options: HelperOptions, command: Command) =>
      run(command, async (session) => {
        if (options.list === true || name === undefined) return list(session);
        if (!Object.hasOwn(helpers, name)) {
          throw new AppError('bad-input', `There is no helper “${name}”.`, {
            hint: '`nxc helper -l` lists them.',
          });
        }
        if (name !== 'ip' && name !== 'ip_ssh_port') throw notYet(`\`nxc helper ${name}\``);
        const [host] = words;
        if (host === undefined) {
          throw new AppError('bad-input', 'No host was named.', {
            hint: `Write \`nxc helper ${name} HOST\`.`,
          });
        }
        const deployment = await runningDeployment(session, wantedTarget(options));
        const node = nodeNamed(deployment, host);
        return name === 'ip' ? printAddress(session, node) : printSshPort(session, deployment, node);
      }),
    );
}

function list(session: Session): unknown {
  for (const [name, description] of Object.entries(helpers)) session.print(`${name}: ${description}`);
  return helpers;
}

function printAddress(session: Session, { name: host, status }: DeployedNode): unknown {
  if (status.state !== 'running' || status.address === null) {
    throw new AppError('node-failed', `${host} has no address: it is ${status.state}.`, {
      hint: '`nxc status` shows the nodes.',
      details: { node: host },
    });
  }
  session.print(status.address);
  return { host, address: status.address };
}

/** Every ssh client takes them: `read address port <<< $(nxc helper ip_ssh_port server); ssh -p $port root@$address`. */
function printSshPort(session: Session, deployment: Deployment, { name: host }: DeployedNode): unknown {
  const found = deployment.publishedPorts.find(({ node, nodePort }) => node === host && nodePort === sshPort);
  if (found === undefined) {
    throw new AppError('unsupported', `No port of this machine leads to an ssh server on ${host}.`, {
      hint: `Commands need none: \`nxc connect ${host}\` is a shell, \`nxc exec ${host} -- command\` runs a command.`,
      details: { node: host },
    });
  }
  const address = '127.0.0.1';
  session.print(`${address} ${found.hostPort}`);
  return { host, address, port: found.hostPort };
}
