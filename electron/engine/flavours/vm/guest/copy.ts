/** Copying files between this machine and a node, by `tar` in the node, over one of its shells. */
import { randomBytes } from 'node:crypto';
import { basename, posix, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AppError } from '#shared/errors.ts';
import { packTree, unpackTree } from '../../archive.ts';
import { createMarkedOutput } from '../../channel/markedOutput.ts';
import { encodeRequest, quote } from '../../channel/shellProtocol.ts';
import type { MachineReference } from './control.ts';
import { openShellPorts, type ShellPorts } from './ports.ts';

/** Copies a file or folder into a node. An existing folder as the destination takes it in, as with `cp -r`. */
export async function copyToMachine(
  machine: MachineReference,
  source: string,
  destination: string,
): Promise<void> {
  const local = resolve(source);
  // Its size must be known before the first byte is sent: it tells the node how much is to be read.
  const size = await sizeOf(local, basename(local));
  const ports = await openShellPorts(machine);
  try {
    const isFolder = destination.endsWith('/') || (await isDirectory(ports, destination));
    const folder = isFolder ? destination : posix.dirname(destination);
    const name = isFolder ? basename(local) : posix.basename(destination);
    const total = name === basename(local) ? size : await sizeOf(local, name);
    // Whatever becomes of tar, all that is sent is read: the shell would take the rest for requests.
    const command = `head -c ${total} | { mkdir -p -- ${quote(folder)} && tar -x -f - -C ${quote(folder)}; s=$?; cat >/dev/null; exit $s; }`;
    const outcome = await runRaw(ports, command, async () => {
      await pipeline(await packTree(local, name), ports.output, { end: false });
    });
    if (outcome.exitCode !== 0) {
      throw copyFailed(machine.node, `${source} could not be copied to ${destination}`, outcome.said);
    }
  } finally {
    await ports.release();
  }
}

/** Copies a file or folder out of a node. An existing folder as the destination takes it in. */
export async function copyFromMachine(
  machine: MachineReference,
  source: string,
  destination: string,
): Promise<void> {
  const path = posix.resolve('/', source);
  const unpacking = await unpackTree(posix.basename(path), resolve(destination));
  const ports = await openShellPorts(machine);
  try {
    const command = `tar -c -f - -C ${quote(posix.dirname(path))} ${quote(posix.basename(path))}`;
    const outcome = await runRaw(ports, command, undefined, (bytes) => {
      if (unpacking.input.write(Buffer.from(bytes))) return;
      ports.output.pause();
      unpacking.input.once('drain', () => ports.output.resume());
    });
    if (outcome.exitCode !== 0) {
      throw copyFailed(machine.node, `${source} could not be copied`, outcome.said);
    }
    unpacking.input.end();
    await unpacking.done;
  } catch (error) {
    unpacking.input.end();
    await unpacking.done.catch(() => undefined);
    throw error;
  } finally {
    await ports.release();
  }
}

async function isDirectory(ports: ShellPorts, path: string): Promise<boolean> {
  return (await runRaw(ports, `[ -d ${quote(path)} ]`)).exitCode === 0;
}

interface RawOutcome {
  readonly exitCode: number;
  /** What it wrote to its error output. */
  readonly said: string;
}

/**
 * Runs one command with its input and output as streams.
 *
 * @param send writes the command's input; the command must read exactly that
 */
async function runRaw(
  { output, errors }: ShellPorts,
  command: string,
  send?: () => Promise<void>,
  take: (bytes: Uint8Array) => void = () => undefined,
): Promise<RawOutcome> {
  const marker = `${randomBytes(12).toString('hex')}.`;
  const result = createMarkedOutput(marker, take);
  const said = createMarkedOutput(marker);
  const ended = Promise.all([readUntil(output, result.push), readUntil(errors, said.push)]);
  // Awaited below; until then a failure must not count as unhandled.
  ended.catch(() => undefined);
  output.write(encodeRequest(command, marker, send === undefined ? 'empty' : 'channel'));
  await send?.();
  await ended;
  return { exitCode: Number(result.trailer), said: Buffer.from(said.bytes()).toString('utf8').trim() };
}

function readUntil(socket: ShellPorts['output'], push: (bytes: Uint8Array) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    function receive(bytes: Uint8Array): void {
      if (!push(bytes)) return;
      stop();
      socket.pause();
      resolve();
    }
    function lose(): void {
      stop();
      reject(
        new AppError('connection-lost', 'The node ended while files were copied.', {
          hint: '`nxc status` shows what runs. What had been copied by then may be there in part.',
          retryable: true,
        }),
      );
    }
    function stop(): void {
      socket.off('data', receive).off('close', lose).off('error', lose);
    }
    socket.on('data', receive).on('close', lose).on('error', lose);
    socket.resume();
  });
}

/** Bytes of a tree's archive. It is made twice, which costs less than to keep it. */
async function sizeOf(path: string, name: string): Promise<number> {
  let size = 0;
  for await (const chunk of await packTree(path, name)) size += (chunk as Uint8Array).length;
  return size;
}

function copyFailed(node: string, what: string, said: string): AppError {
  const isReadOnly = /read-only file system/i.test(said);
  const isMissing = /no such file|cannot stat/i.test(said);
  const reason = said.split('\n')[0] ?? '';
  return new AppError(
    isReadOnly ? 'permission-denied' : isMissing ? 'not-found' : 'node-failed',
    `${what} on node “${node}”: ${isReadOnly ? 'that place is mounted read-only' : reason || 'tar failed'}.`,
    {
      hint: isReadOnly
        ? 'The Nix store is read-only in a node. Choose another place, e.g. /root or /tmp.'
        : 'Look at the paths on the node: `nxc connect`. The node needs `tar` and `head` in its PATH.',
      details: { node, raw: said },
    },
  );
}
