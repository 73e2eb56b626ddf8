/** An interactive program on a node, with a terminal. */
import { PassThrough } from 'node:stream';
import type { ShellRequest, ShellSession, TerminalSize } from '../flavour.ts';
import type { DockerClient } from './api/client.ts';
import { type Exec, type ExecTarget, execError, readExitCode, runExec, startExec } from './exec.ts';
import { withShell } from './shells.ts';

/**
 * Tells its process id in a line of its own, then becomes the program: Docker does not end a program whose viewer goes
 * away, so it must be known by what to end it.
 */
const announceScript = `printf 'nxc-shell %s\\n' "$$"; exec "$@"`;
const announcement = /^nxc-shell (\d+)\r?\n/;

/** Hangs up on the session: shells pass it on to what they run. What stays after a second is killed. */
const hangUpScript =
  'kill -HUP "$1" "-$1" 2>/dev/null; for i in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$1" 2>/dev/null || exit 0; sleep 0.1; done; kill -KILL "$1" "-$1" 2>/dev/null';

export async function openShellSession(
  docker: DockerClient,
  target: ExecTarget,
  request: ShellRequest,
): Promise<ShellSession> {
  return withShell(docker, target, async (shell) => {
    const command = request.command ?? [shell, '-l'];
    const exec = await startExec(docker, target, {
      command: [shell, '-c', announceScript, shell, ...command],
      tty: true,
      environment: ['TERM=xterm-256color'],
      ...(request.user === undefined ? {} : { user: request.user }),
    });
    const opened = await readAnnouncement(exec);
    if (opened === undefined) return undefined;
    const session = createSession(docker, target, exec, shell, opened);
    await session.resize(request);
    return session;
  });
}

interface Announcement {
  readonly pid: number;
  /** What the program itself has written already. */
  readonly rest: Buffer;
}

/** `undefined` if the program ends without announcing itself: there is no such shell. */
function readAnnouncement({ socket }: Exec): Promise<Announcement | undefined> {
  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    function receive(chunk: Buffer): void {
      received = Buffer.concat([received, chunk]);
      const match = announcement.exec(received.toString('latin1'));
      if (match !== null) finish({ pid: Number(match[1]), rest: received.subarray(match[0].length) });
    }
    const ended = () => finish(undefined);
    function finish(result: Announcement | undefined): void {
      socket.off('data', receive).off('end', ended).off('close', ended).off('error', ended);
      socket.pause();
      resolve(result);
    }
    socket.on('data', receive).on('end', ended).on('close', ended).on('error', ended);
  });
}

function createSession(
  docker: DockerClient,
  target: ExecTarget,
  { handle, socket }: Exec,
  shell: string,
  { pid, rest }: Announcement,
): ShellSession {
  const output = new PassThrough();
  if (rest.length > 0) output.write(rest);
  socket.pipe(output);

  let ended = false;
  const exited = new Promise<number | null>((resolve) => {
    function finish(): void {
      if (ended) return;
      ended = true;
      output.end();
      socket.destroy();
      // A container that is gone has taken the exit code with it.
      readExitCode(handle).then(resolve, () => resolve(null));
    }
    socket.on('end', finish);
    socket.on('close', finish);
    socket.on('error', finish);
  });

  return {
    output,
    exited,
    write(bytes) {
      return new Promise((resolve, reject) => {
        socket.write(bytes, (error) => (error ? reject(execError(docker, target, error)) : resolve()));
      });
    },
    async resize({ columns, rows }: TerminalSize) {
      if (ended) return;
      try {
        await handle.resize({ w: columns, h: rows });
      } catch (error) {
        // A program that has just ended has no size to change.
        if (!ended && (await readExitCode(handle).catch(() => 0)) === null) {
          throw execError(docker, target, error);
        }
      }
    },
    async close() {
      if (ended) return;
      // If the node is gone, so is the program.
      await runExec(docker, target, [shell, '-c', hangUpScript, shell, String(pid)]).catch(() => undefined);
      socket.destroy();
    },
  };
}
