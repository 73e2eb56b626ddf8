/** A persistent shell on a container: a thousandth of a second a command, where starting a program anew takes forty. */
import { createShellChannel } from '../channel/shellChannel.ts';
import { killDescendantsScript, loopScript, readGreeting } from '../channel/shellProtocol.ts';
import type { NodeChannel } from '../flavour.ts';
import type { DockerClient } from './api/client.ts';
import { createFrameReader } from './api/frames.ts';
import { type Exec, type ExecTarget, execError, runExec, startExec } from './exec.ts';
import { withShell } from './shells.ts';

/** Of the greeting: what a profile prints before it. */
const maximumGreetingBytes = 64 * 1024;

/** Opens a channel; waits for a node that is still booting. */
export async function openNodeChannel(docker: DockerClient, target: ExecTarget): Promise<NodeChannel> {
  return withShell(docker, target, (shell) => openWith(docker, target, shell));
}

async function openWith(
  docker: DockerClient,
  target: ExecTarget,
  shell: string,
): Promise<NodeChannel | undefined> {
  const exec = await startExec(docker, target, { command: [shell, '-l', '-c', loopScript], tty: false });
  const pid = await readPid(exec).catch((error: unknown) => {
    throw execError(docker, target, error);
  });
  return pid === undefined ? undefined : createChannel(docker, target, exec, shell, pid);
}

/** Reads the greeting; `undefined` if the shell ends without one. */
function readPid({ socket }: Exec): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    let text = '';
    const read = createFrameReader((stream, bytes) => {
      if (stream === 'stdout') text += Buffer.from(bytes).toString('latin1');
    });
    function receive(chunk: Uint8Array): void {
      read(chunk);
      const pid = readGreeting(text);
      if (pid === undefined && text.length < maximumGreetingBytes) return;
      if (pid === undefined) socket.destroy();
      finish(pid);
    }
    const ended = () => finish(undefined);
    function finish(pid: number | undefined): void {
      socket.off('data', receive).off('end', ended).off('close', ended).off('error', reject);
      socket.pause();
      resolve(pid);
    }
    socket.on('data', receive).on('end', ended).on('close', ended).on('error', reject);
  });
}

function createChannel(
  docker: DockerClient,
  target: ExecTarget,
  { socket }: Exec,
  shell: string,
  pid: number,
): NodeChannel {
  const { channel, receive, lose } = createShellChannel({
    node: target.node,
    lossHint: 'The node was stopped or restarted, or Docker was. `nxc status` shows what runs.',
    write: (request) => socket.write(request),
    async killCommand() {
      await runExec(docker, target, [shell, '-c', killDescendantsScript, shell, String(pid)]);
    },
    // The shell ends when its input does.
    close: () => socket.end(),
    destroy: () => socket.destroy(),
  });
  socket.on('data', createFrameReader(receive));
  socket.on('end', () => lose());
  socket.on('close', () => lose());
  socket.on('error', lose);
  socket.resume();
  return channel;
}
