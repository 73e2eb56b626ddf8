/**
 * QEMU's own control socket. It serves one client at a time and everybody else waits in line, so a connection lasts
 * only as long as a few commands take.
 */
import { connect, type Socket } from 'node:net';
import { AppError } from '#shared/errors.ts';
import { type QmpCommand, type QmpParameters, type QmpReply, qmpReplies } from './commands.ts';

/** A machine answers in a millisecond; on a machine with much to do, in line behind others, it takes longer. */
const patienceMs = 10_000;

export interface QmpConnection {
  /** @throws AppError `connection-lost` when QEMU goes, `internal` with its words when it refuses */
  execute<Name extends QmpCommand>(name: Name, ...parameters: QmpParameters<Name>): Promise<QmpReply<Name>>;
}

interface Waiting {
  resolve(reply: unknown): void;
  reject(error: AppError): void;
}

/**
 * Connects, does some work, and makes room for the next client.
 *
 * @throws AppError `connection-lost` if nobody listens there or no answer comes, and what `work` throws
 */
export async function withQmp<Result>(
  path: string,
  work: (qmp: QmpConnection) => Promise<Result>,
): Promise<Result> {
  const socket = connect(path);
  let waiting: Waiting | undefined;
  let lost: AppError | undefined;

  function lose(why: string, cause?: unknown): void {
    lost ??= new AppError('connection-lost', `QEMU does not answer at ${path}: ${why}.`, {
      hint: '`nxc status` shows what still runs.',
      retryable: true,
      cause,
    });
    waiting?.reject(lost);
    waiting = undefined;
    socket.destroy();
  }

  function next(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (lost !== undefined) return reject(lost);
      waiting = { resolve, reject };
      socket.setTimeout(patienceMs);
    });
  }

  readMessages(socket, (message) => {
    // Events come in between at any time; whoever needs a state asks for it.
    if ('event' in message) return;
    socket.setTimeout(0);
    const receiver = waiting;
    waiting = undefined;
    if ('error' in message) receiver?.reject(refused(message.error));
    else receiver?.resolve('return' in message ? message.return : message);
  });
  socket.on('timeout', () => lose(`nothing came within ${patienceMs / 1000} s`));
  socket.on('error', (error) => lose(error.message, error));
  socket.on('close', () => lose('it closed the connection'));

  async function send(name: string, parameters: unknown): Promise<unknown> {
    const reply = next();
    if (!socket.destroyed) socket.write(`${JSON.stringify({ execute: name, arguments: parameters })}\n`);
    return reply;
  }

  try {
    await next();
    await send('qmp_capabilities', {});
    return await work({
      async execute(name, ...[parameters]) {
        return qmpReplies[name].parse(await send(name, parameters ?? {}));
      },
    });
  } finally {
    socket.destroy();
  }
}

type Message =
  | { readonly event: unknown }
  | { readonly error: unknown }
  | { readonly return: unknown }
  | Readonly<Record<never, unknown>>;

function readMessages(socket: Socket, receive: (message: Message) => void): void {
  let rest = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') receive(JSON.parse(line) as Message);
  });
}

/** QEMU's refusal. Callers that expect one look at `details.raw`. */
function refused(error: unknown): AppError {
  const { desc } = (error ?? {}) as { readonly desc?: unknown };
  const words = typeof desc === 'string' ? desc : JSON.stringify(error);
  return new AppError('internal', `QEMU refuses: ${words}`, { details: { raw: words } });
}
