/** This terminal as the terminal of a shell on a node. Bytes pass both ways untouched. */
import type { Target } from '#shared/contract/common.ts';
import { AppError } from '#shared/errors.ts';
import type { ByteStream } from '#shared/rpc/define.ts';
import type { Session } from '../session.ts';

export interface ShellTarget {
  readonly target: Target;
  readonly node: string;
  readonly user: string | undefined;
}

/** Resolves with the shell's exit code when it ends; `null` when that cannot be known. */
export async function openShell(
  session: Session,
  { target, node, user }: ShellTarget,
): Promise<number | null> {
  const { stdin, stdout } = process;
  if (!stdin.isTTY || !stdout.isTTY) {
    throw new AppError('bad-input', 'A shell needs a terminal, and this is a pipe or a file.', {
      hint: `To run one command without a terminal: nxc exec ${node} -- command`,
    });
  }
  const client = await session.client();
  // A terminal that was never told its size says 0.
  const size = () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 });
  const { terminal } = await client.terminals.open({
    target,
    node,
    ...size(),
    ...(user === undefined ? {} : { user }),
  });
  const stream = await client.terminals.attach({ terminal }, { signal: session.signal });
  const resize = (): void => {
    // A shell that has just ended has no size any more.
    client.terminals.resize({ terminal, ...size() }).catch(() => {});
  };
  const stopTyping = passTypedBytes(stream);
  stdout.on('resize', resize);
  stdin.setRawMode(true);
  // Credit is given back only when the screen has taken the bytes: a flood waits in the node.
  stream.onData((bytes, consumed) => stdout.write(bytes, () => consumed()));
  try {
    return (await stream.closed).exitCode;
  } finally {
    stdin.setRawMode(false);
    stdout.off('resize', resize);
    stopTyping();
    // Ended by itself, or left behind by a terminal that was closed: nothing may stay either way.
    await client.terminals.close({ terminal }).catch(() => {});
  }
}

/** Sends what is typed or pasted; reads no further than the other side can take. */
function passTypedBytes(stream: ByteStream<unknown>): () => void {
  const { stdin } = process;
  const send = (bytes: Buffer): void => {
    stdin.pause();
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
