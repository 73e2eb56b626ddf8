import { createShellChannel } from '../../channel/shellChannel.ts';
import type { NodeChannel } from '../../flavour.ts';
import { rejectOnFailure } from '../state/failures.ts';
import type { MachineReference } from './control.ts';
import { openShellPorts } from './ports.ts';

/** One of a machine's shells, for one command after the other. */
export async function openMachineChannel(machine: MachineReference): Promise<NodeChannel> {
  const { node, folder } = machine;
  const ports = await openShellPorts(machine);
  const letGo = () => void ports.release();
  const { channel, receive, lose } = createShellChannel({
    node,
    lossHint: 'The machine was stopped, or ended. `nxc status` shows what runs.',
    write: (request) => ports.output.write(request),
    killCommand: ports.killCommand,
    close: letGo,
    destroy: letGo,
  });
  for (const [stream, socket] of [
    ['stdout', ports.output],
    ['stderr', ports.errors],
  ] as const) {
    socket.on('data', (bytes: Uint8Array) => receive(stream, bytes));
    socket.on('close', () => lose());
    socket.on('error', lose);
    socket.resume();
  }
  return {
    ...channel,
    async run(command, options) {
      const done = new AbortController();
      let failure: unknown;
      // A machine whose kernel has panicked keeps its ports open, and never answers.
      rejectOnFailure(node, folder, done.signal).catch((error: unknown) => {
        if (done.signal.aborted) return;
        failure = error;
        lose(error);
      });
      try {
        return await channel.run(command, options);
      } catch (error) {
        throw failure ?? error;
      } finally {
        done.abort();
      }
    },
  };
}
