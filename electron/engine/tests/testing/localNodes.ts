/** For tests: "nodes" that are real shells on this machine, each in a folder of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { AppError } from '#shared/errors.ts';
import type { CommandOptions, CommandOutcome, NodeChannel, NodeReference } from '../../flavours/flavour.ts';
import type { ChannelSource } from '../channelBackend.ts';
import { createLocalMachines } from './localMachines.ts';

export interface LocalNodes extends ChannelSource {
  /** Shells that have been opened and not closed. */
  openShells(): number;
}

/** @param root an empty folder; node `a` works in `root/a`, its console is the file `root/a/console` */
export async function createLocalNodes(
  root: string,
  nodes: readonly string[],
  { shell = 'sh', areMachines = false }: { shell?: string; areMachines?: boolean } = {},
): Promise<LocalNodes> {
  for (const node of nodes) {
    await mkdir(join(root, node), { recursive: true });
    await writeFile(join(root, node, 'console'), `${node} says hello\n`);
  }
  let open = 0;
  const home = ({ node }: NodeReference): string => join(root, node);
  const inside = (node: NodeReference, path: string): string =>
    path.startsWith('/') ? path : join(home(node), path);
  const channels = new Map<NodeChannel, string>();
  const consoleOf = (node: NodeReference): string => join(home(node), 'console');
  const machines = createLocalMachines(consoleOf, (node) => {
    for (const [channel, owner] of channels) if (owner === node) void channel.close();
  });
  return {
    openShells: () => open,
    async openChannel({ target, node }) {
      if (machines.isOff(node)) throw new AppError('node-failed', `Node “${node}” does not run.`);
      open++;
      const channel = createShellChannel(shell, home({ target, node }));
      channels.set(channel, node);
      return {
        run: channel.run,
        async close() {
          open--;
          await channel.close();
        },
      };
    },
    ...(areMachines ? { machines: machines.controls } : {}),
    async find(directory = '') {
      const target = { directory, composition: 'composition', flavour: 'docker' as const };
      return [
        {
          target,
          identifier: 'local',
          nodes: nodes.map((name) => ({
            name,
            role: name,
            status: machines.isOff(name)
              ? { state: 'exited' as const, exitCode: 0, at: 0 }
              : { state: 'running' as const, address: null, since: 0 },
          })),
          composeInfo: join(root, 'compose-info.json'),
          startedAt: 0,
          freshness: 'current',
          publishedPorts: [],
        },
      ];
    },
    // A console that is followed ends here, as that of a node that is switched off does.
    async logs(node, { tailLines }) {
      const lines = (await readFile(consoleOf(node), 'utf8')).split(/(?<=\n)/);
      return Readable.from([
        Buffer.from(lines.slice(tailLines === undefined ? 0 : -tailLines || lines.length).join('')),
      ]);
    },
    copyTo: (node, source, destination) => cp(source, inside(node, destination), { recursive: true }),
    copyFrom: (node, source, destination) => cp(inside(node, source), destination, { recursive: true }),
  };
}

/** One `sh` that is given one command after the other; marks on both outputs tell where each ends. */
function createShellChannel(shell: string, directory: string): NodeChannel {
  let child: ChildProcess | null = null;
  let queue: Promise<unknown> = Promise.resolve();

  async function runNow(command: string, { timeoutMs, signal }: CommandOptions): Promise<CommandOutcome> {
    signal?.throwIfAborted();
    child ??= spawn(shell, [], { cwd: directory, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
    const running = child;
    const mark = `\n--${randomUUID()} `;
    const stop = Promise.withResolvers<never>();
    const kill = (error: Error): void => {
      child = null;
      if (running.pid !== undefined) process.kill(-running.pid, 'SIGKILL');
      stop.reject(error);
    };
    const timer =
      timeoutMs === undefined
        ? undefined
        : setTimeout(() => kill(new AppError('timed-out', 'The command took too long.')), timeoutMs);
    const abort = (): void => kill(new AppError('cancelled', 'Cancelled.'));
    signal?.addEventListener('abort', abort);
    const lose = (): void => stop.reject(new AppError('connection-lost', 'The shell ended.'));
    running.once('close', lose);
    const both = Promise.all([readUntil(running.stdout, mark), readUntil(running.stderr, mark)]);
    const format = `'${mark.replace('\n', '\\n')}%d;' "$code"`;
    running.stdin?.write(
      `( eval ${quote(command)}\n) </dev/null; code=$?; printf ${format}; printf ${format} >&2\n`,
    );
    try {
      const [[stdout, exitCode], [stderr]] = await Promise.race([both, stop.promise]);
      return { exitCode, stdout, stderr };
    } finally {
      clearTimeout(timer);
      running.off('close', lose);
      signal?.removeEventListener('abort', abort);
    }
  }

  return {
    run(command, options = {}) {
      const result = queue.then(() => runNow(command, options));
      queue = result.catch(() => {});
      return result;
    },
    async close() {
      child?.stdin?.end();
      child?.kill('SIGKILL');
      child = null;
    },
  };
}

function readUntil(stream: NodeJS.ReadableStream | null, mark: string): Promise<[Buffer, number]> {
  if (stream === null) throw new Error('The shell has no output.');
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let tail = '';
    const receive = (chunk: Buffer): void => {
      chunks.push(chunk);
      tail = (tail + chunk.toString('latin1')).slice(-256 - chunk.length);
      const found = tail.indexOf(mark);
      if (found < 0 || !tail.endsWith(';')) return;
      stream.removeListener('data', receive);
      const all = Buffer.concat(chunks);
      const end = all.lastIndexOf(mark);
      resolve([all.subarray(0, end), Number.parseInt(all.toString('latin1', end + mark.length), 10)]);
    };
    stream.on('data', receive);
  });
}

function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
