/** For tests: the switches of "nodes" that are shells on this machine. What is done to them is written to their consoles. */
import { appendFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import type { MachineControls, NodeReference } from '../../flavours/flavour.ts';

export interface LocalMachines {
  readonly controls: MachineControls;
  isOff(node: string): boolean;
}

/** A picture of one black point. */
const picture = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

/** @param switchedOff ends the shells of a node */
export function createLocalMachines(
  consoleOf: (node: NodeReference) => string,
  switchedOff: (node: string) => void,
): LocalMachines {
  const off = new Set<string>();
  const say = (node: NodeReference, text: string) => appendFile(consoleOf(node), `${text}\n`);
  return {
    isOff: (node) => off.has(node),
    controls: {
      async power(reference, action) {
        const { node } = reference;
        if (action === 'start') off.delete(node);
        else switchedOff(node);
        if (action === 'shutdown' || action === 'crash') off.add(node);
        await say(reference, `power: ${action}`);
      },
      link: (reference, connected) => say(reference, `link: ${connected}`),
      screenshot: async () => picture,
      async openConsole(reference) {
        const output = new PassThrough();
        return {
          output,
          write: (bytes) => say(reference, `typed: ${Buffer.from(bytes).toString()}`),
          resize: async () => {},
          exited: Promise.resolve(null),
          async close() {
            output.destroy();
          },
        };
      },
      async monitor(reference, command) {
        await say(reference, `monitor: ${command}`);
        // A monitor that does not answer.
        if (command === 'info block') await new Promise(() => {});
        return `did ${command}`;
      },
      forwardPort: (reference, hostPort, nodePort) => say(reference, `forward: ${hostPort} ${nodePort}`),
    },
  };
}
