/** What a test script can do to nodes, whatever they run on. */
import type { CommandOptions, CommandOutcome, MachineControls } from '../flavours/flavour.ts';

export interface NodeBackend {
  /** Names of the nodes, in the order of the deployment. */
  readonly nodes: readonly string[];
  /** Where nodes are machines. */
  readonly machines: BackendMachines | undefined;
  /** Begins to open the shells of all nodes at the same time, so that no call waits for its node's turn. */
  openShells(): void;
  /**
   * Runs a command in the node's persistent shell, with `set -euo pipefail` as far as that shell has it.
   *
   * @throws AppError `timed-out` when `timeoutMs` has passed; the command is dead then
   */
  execute(node: string, command: string, options: CommandOptions): Promise<CommandOutcome>;
  /** Whether commands can be run on the node now. */
  isUp(node: string, signal: AbortSignal): Promise<boolean>;
  /** Whether the node is off, or gone. */
  isOff(node: string): Promise<boolean>;
  /** Lets go of a node's shell: the node has been restarted, or will be. */
  forget(node: string): Promise<void>;
  /** The node's console from its start on, and on. */
  console(node: string): Promise<NodeJS.ReadableStream>;
  /** What the console says from now on. */
  consoleFromNow(node: string): Promise<NodeJS.ReadableStream>;
  /** The last of what the console has said, as text. */
  consoleTail(node: string, lines: number): Promise<string>;
  /** Paths of this machine are absolute and have been checked by the caller. */
  copyTo(node: string, source: string, destination: string): Promise<void>;
  copyFrom(node: string, source: string, destination: string): Promise<void>;
  /** Closes the shells; the nodes go on. */
  close(): Promise<void>;
}

/** The controls of a flavour's machines, of one deployment. */
export interface BackendMachines {
  readonly controls: MachineControls;
  reference(node: string): Parameters<MachineControls['power']>[0];
}
