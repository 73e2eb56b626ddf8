/** This terminal as the terminal of a shell on a node. Bytes pass both ways untouched. */
import type { Target } from '#shared/contract/common.ts';
import { AppError } from '#shared/errors.ts';
import type { ByteStream } from '#shared/rpc/define.ts';
import type { Session } from '../session.ts';

export interface ShellTarget {
  readonly target: Target;
  readonly node: string;
  readonly user: string | undefined;
  /** The console is the machine's own, with all it has shown since the boot. */
  readonly kind: 'shell' | 'console';
}

/** Ctrl-], which leaves a console: it goes on for ever by itself. */
const leaveByte = 0x1d;

/** Resolves with the shell's exit code when it ends; `null` when that cannot be known. */
export async function openShell(
  session: Session,
  { target, node, user, kind }: ShellTarget,
): Promise<number | null> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new AppError('bad-input', `A ${kind} needs a terminal, and this is a pipe or a file.`, {
      hint:
        kind === 'console'
          ? `What it has shown so far, without a terminal: nxc logs ${node}`
          : `To run one command without a terminal: nxc exec ${node} -- command`,
    });
  }
  const client = await session.client();
  // A terminal that was never told its size says 0.
  const size = () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
  const { terminal } = await client.terminals.open({
    target,
    node,
    kind,
    ...size(),
    ...(user === undefined ? {} : { user }),
  });
  const stream = await client.terminals.attach({ terminal }, { signal: session.signal });
  const resize = (): void => {
    // A shell that has just ended has no size any more.
    client.terminals.resize({ terminal, ...size() }).catch(() => {});
  };
  if (kind === 'console') session.print(session.style.dim(`Console of ${node}. Ctrl-] leaves it.`));
  const left = Promise.withResolvers<null>();
  const stopTyping = passTypedBytes(stream, kind === 'console' ? () => left.resolve(null) : undefined);
  stdout.on('resize', resize);
  stdin.setRawMode(true);
  // Credit is given back only when the screen has taken the bytes: a flood waits in the node.
  stream.onData((bytes, consumed) => stdout.write(bytes, () => consumed()));
  try {
    const end = await Promise.race([stream.closed, left.promise]);
    if (end === null) stdout.write('\n');
    return end === null ? 0 : end.exitCode;
  } finally {
    stdin.setRawMode(false);
    stdout.off('resize', resize);
    stopTyping();
    // Ended by itself, or left behind by a terminal that was closed: nothing may stay either way.
    await client.terminals.close({ terminal }).catch(() => {});
  }
}

/**
 * Sends what is typed or pasted; reads no further than the other side can take.
 *
 * @param leave is called for Ctrl-]; without it that key is sent like every other
 */
function passTypedBytes(stream: ByteStream<unknown>, leave?: () => void): () => void {
  const { stdin } = process;
  const send = (bytes: Buffer): void => {
    stdin.pause();
    if (leave !== undefined && bytes.includes(leaveByte)) {
      leave();
      return;
    }
    stream.write(bytes).then(
      () => stdin.resume(),
      // The shell has ended: what is still typed goes to nobody.
      () => {},
    );
  };
  stdin.on('data', send);
  stdin.resume();
  return () => {
    stdin.off('data', send);
    stdin.pause();
  };
}
