/** Requests about nodes as machines: power, cable, screen, console, monitor. */
import { writeFile } from 'node:fs/promises';
import { AppError } from '#shared/errors.ts';
import type { MachineControls, NodeReference } from '../../flavours/flavour.ts';
import type { RequestOf } from '../messages.ts';
import type { NodeBackend } from '../nodeBackend.ts';
import { type ProjectFolders, writableFile } from '../projectFiles.ts';
import { retry } from '../waiting.ts';
import { assertHarmless } from './monitorCommands.ts';
import { type Done, value } from './outcome.ts';
import { readScreenText } from './readScreen.ts';

export interface MachineRequests {
  /** Starts a node that this script has switched off: the next call to it means that it is to run. */
  wake(node: string): Promise<void>;
  /** Starts a node that is off, whoever switched it off. */
  startIfOff(node: string): Promise<void>;
  power(request: RequestOf<'power'>): Promise<Done>;
  waitOff(request: RequestOf<'waitOff'>, signal: AbortSignal): Promise<Done>;
  link(request: RequestOf<'link'>): Promise<Done>;
  screenshot(request: RequestOf<'screenshot'>): Promise<Done>;
  readScreen(request: RequestOf<'readScreen'>, signal: AbortSignal): Promise<Done>;
  monitor(request: RequestOf<'monitor'>): Promise<Done>;
  typeConsole(request: RequestOf<'typeConsole'>): Promise<Done>;
  forwardPort(request: RequestOf<'forwardPort'>): Promise<Done>;
}

/** @param interrupted called with a node whose console and shell have gone */
export function createMachineRequests(
  backend: NodeBackend,
  folders: ProjectFolders,
  interrupted: (node: string) => void,
): MachineRequests {
  /** Nodes that are off by the script's own doing. */
  const off = new Set<string>();
  let starting: Promise<void> = Promise.resolve();

  function machine(node: string, call: string): { controls: MachineControls; reference: NodeReference } {
    if (backend.machines === undefined) throw unsupported(node, call);
    return { controls: backend.machines.controls, reference: backend.machines.reference(node) };
  }

  /** One after the other: a deployment of machines is locked while one of them is started. */
  function switchOn(node: string): Promise<void> {
    const { controls, reference } = machine(node, 'start');
    const started = starting.then(() => controls.power(reference, 'start'));
    starting = started.catch(() => {});
    return started.then(() => {
      off.delete(node);
      interrupted(node);
    });
  }

  return {
    async wake(node) {
      if (off.has(node)) await switchOn(node);
    },
    async startIfOff(node) {
      // Without a switch there is nothing to be done: waiting tells.
      if (backend.machines !== undefined && (off.has(node) || (await backend.isOff(node))))
        await switchOn(node);
    },
    async power({ node, action }) {
      const { controls, reference } = machine(node, action);
      if (action !== 'reset' && (off.has(node) || (await backend.isOff(node)))) {
        off.add(node);
        return value(null);
      }
      await backend.forget(node);
      await controls.power(reference, action);
      interrupted(node);
      if (action !== 'reset') off.add(node);
      return value(null);
    },
    async waitOff({ node }, signal) {
      if (!off.has(node)) {
        await retry(async () => ((await backend.isOff(node)) ? true : null), null, signal);
        await backend.forget(node);
        interrupted(node);
        off.add(node);
      }
      return value(null);
    },
    async link({ node, connected }) {
      const { controls, reference } = machine(node, connected ? 'unblock' : 'block');
      await controls.link(reference, connected);
      return value(null);
    },
    async screenshot({ node, file }) {
      const { controls, reference } = machine(node, 'screenshot');
      const folder = file.slice(0, file.lastIndexOf('/') + 1);
      const name = file.slice(folder.length);
      const destination = await writableFile(folders, name.includes('.') ? name : `${name}.png`, folder);
      await writeFile(destination, await controls.screenshot(reference));
      return value(null, destination);
    },
    async readScreen({ node }, signal) {
      const { controls, reference } = machine(node, 'get_screen_text');
      const texts = await readScreenText(await controls.screenshot(reference), signal);
      return value(texts, texts[0] ?? '');
    },
    async monitor({ node, command }) {
      assertHarmless(command);
      const { controls, reference } = machine(node, 'send_monitor_command');
      if (controls.monitor === undefined) throw unsupported(node, 'send_monitor_command');
      const answer = await controls.monitor(reference, command);
      return value(answer, answer);
    },
    async typeConsole({ node, typed }) {
      const { controls, reference } = machine(node, 'send_console');
      const session = await controls.openConsole(reference);
      try {
        session.output.resume();
        await session.write(Buffer.from(typed, 'utf8'));
      } finally {
        session.close();
      }
      return value(null);
    },
    async forwardPort({ node, hostPort, nodePort }) {
      const { controls, reference } = machine(node, 'forward_port');
      if (controls.forwardPort === undefined) throw unsupported(node, 'forward_port');
      assertPorts(hostPort, nodePort);
      await controls.forwardPort(reference, hostPort, nodePort);
      return value(null, `127.0.0.1:${hostPort} leads to port ${nodePort} of ${node}`);
    },
  };
}

/** Lower ports are where this machine's own services are expected; a script must not pose as one. */
const lowestPort = 1024;
const highestPort = 65_535;

function assertPorts(hostPort: number, nodePort: number): void {
  const isPort = (port: number, lowest: number): boolean => port >= lowest && port <= highestPort;
  if (isPort(hostPort, lowestPort) && isPort(nodePort, 1)) return;
  throw new AppError(
    'bad-input',
    `Port ${hostPort} of this machine cannot lead to port ${nodePort} of a node.`,
    {
      hint: `Ports of this machine may be taken from ${lowestPort} on, up to ${highestPort}.`,
    },
  );
}

function unsupported(node: string, call: string): AppError {
  return new AppError(
    'unsupported',
    `${call} cannot be done with ${node}: its flavour has no means for it.`,
    {
      hint: 'Run the composition as virtual machines for that: nxc start -f vm.',
    },
  );
}
