/** A shell on a node by its own ssh server, as a user of a real machine has it. */
import type { Client, ClientChannel } from 'ssh2';
import { AppError } from '#shared/errors.ts';
import { quote } from '../../channel/shellProtocol.ts';
import type { ShellRequest, ShellSession } from '../../flavour.ts';

/** Emulated, two machines that meet take about a second for their keys. */
const readyPatienceMs = 30_000;
const closePatienceMs = 3_000;

export interface SshNode {
  readonly node: string;
  /** Of 127.0.0.1. */
  readonly port: number;
  /** As in a file of OpenSSH. */
  readonly privateKey: string;
  /** `ssh-ed25519 …`: the only one that is believed. */
  readonly hostKey: string;
}

/**
 * @throws AppError `connection-lost` if no server answers, `permission-denied` if it is not the node's, or does not let
 *   us in
 */
export async function openSshShell(machine: SshNode, request: ShellRequest): Promise<ShellSession> {
  const client = await connect(machine, request.user ?? 'root');
  try {
    const channel = await openChannel(client, request);
    return sessionOf(client, channel);
  } catch (error) {
    client.end();
    throw noShell(machine.node, error);
  }
}

async function connect(machine: SshNode, username: string): Promise<Client> {
  const { node, port, privateKey, hostKey } = machine;
  const { default: SshClient } = await import('ssh2/lib/client.js');
  const expected = Buffer.from(hostKey.split(' ')[1] ?? '', 'base64');
  const client = new SshClient();
  let isStranger = false;
  await new Promise<void>((resolve, reject) => {
    client.once('ready', resolve);
    // More than one may come. What breaks later ends the channel, which tells.
    client.on('error', (error: Error & { level?: string }) => {
      if (isStranger) reject(stranger(node, port));
      else if (error.level === 'client-authentication') reject(refused(node, username, error));
      else reject(noServer(node, port, error));
    });
    client.connect({
      ...{ host: '127.0.0.1', port, username, privateKey, readyTimeout: readyPatienceMs },
      algorithms: { serverHostKey: ['ssh-ed25519'] },
      hostVerifier: (key: Buffer) => {
        isStranger = !key.equals(expected);
        return !isStranger;
      },
    });
  });
  return client;
}

function openChannel(client: Client, { command, columns, rows }: ShellRequest): Promise<ClientChannel> {
  const terminal = { term: 'xterm-256color', cols: columns, rows };
  return new Promise((resolve, reject) => {
    const done = (error: Error | undefined, channel: ClientChannel) =>
      error ? reject(error) : resolve(channel);
    if (command === undefined) client.shell(terminal, done);
    else client.exec(command.map(quote).join(' '), { pty: terminal }, done);
  });
}

function sessionOf(client: Client, channel: ClientChannel): ShellSession {
  let exitCode: number | null = null;
  const exited = new Promise<number | null>((resolve) => {
    channel.on('exit', (code: number | null) => {
      exitCode = code;
    });
    channel.on('close', () => {
      client.end();
      resolve(exitCode);
    });
  });
  channel.on('error', () => undefined);
  return {
    output: channel,
    exited,
    write: (bytes) =>
      new Promise((resolve, reject) => {
        channel.write(bytes, (error) => (error ? reject(error) : resolve()));
      }),
    async resize({ columns, rows }) {
      channel.setWindow(rows, columns, 0, 0);
    },
    async close() {
      // Whoever closes reads no more, and what is unread holds the end back.
      channel.resume();
      channel.close();
      const timer = setTimeout(() => client.destroy(), closePatienceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

function noServer(node: string, port: number, error: Error): AppError {
  return new AppError(
    'connection-lost',
    `The ssh server of node “${node}” does not answer: ${error.message}.`,
    {
      hint: `It should be at 127.0.0.1:${port}. Commands still run (\`nxc exec\`), and the console is there: \`nxc logs\`.`,
      retryable: true,
      details: { node },
      cause: error,
    },
  );
}

function refused(node: string, user: string, error: Error): AppError {
  return new AppError('permission-denied', `The ssh server of node “${node}” does not let “${user}” in.`, {
    hint: 'It must accept the keys of /etc/nxc/authorized_keys, and the user must be there. The server’s log says more.',
    details: { node, raw: error.message },
    cause: error,
  });
}

function stranger(node: string, port: number): AppError {
  return new AppError(
    'permission-denied',
    `What answers at port ${port} is not the ssh server that node “${node}” was given: its key is another one.`,
    {
      hint: 'The server of the role must use the key /etc/ssh/ssh_host_ed25519_key. Or another program has taken the port: `nxc stop`, then start again.',
      details: { node },
    },
  );
}

function noShell(node: string, error: unknown): AppError {
  return new AppError(
    'node-failed',
    `The ssh server of node “${node}” gives no terminal: ${String(error)}.`,
    {
      hint: 'The server’s log on the node says why.',
      details: { node },
      cause: error,
    },
  );
}
