import { createShellChannel } from '../../channel/shellChannel.ts';
import type { NodeChannel } from '../../flavour.ts';
import type { MachineReference } from './control.ts';
import { openShellPorts } from './ports.ts';

/** One of a machine's shells, for one command after the other. */
export async function openMachineChannel(machine: MachineReference): Promise<NodeChannel> {
  const ports = await openShellPorts(machine);
  const letGo = () => void ports.release();
  const { channel, receive, lose } = createShellChannel({
    node: machine.node,
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
  return channel;
}
