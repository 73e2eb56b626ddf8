/**
 * What a target platform must be able to do. One folder beside this file implements it for each flavour; nothing
 * outside those folders knows a platform's own ways.
 */
import type { Target } from '#shared/contract/common.ts';
import type {
  DeployedNode,
  Deployment,
  LinkShape,
  MachineSizes,
  PowerAction,
} from '#shared/contract/deployments.ts';
import type { Snapshot } from '#shared/contract/snapshots.ts';
import type { PlannedNode } from '#shared/model/distribution.ts';
import type { FlavourName } from '#shared/model/flavours.ts';
import type { WorkContext } from '../jobs/workContext.ts';

export interface NodeReference {
  readonly target: Target;
  readonly node: string;
}

export interface StartRequest {
  readonly target: Target;
  /** Absolute path of the compose-info JSON, links resolved. */
  readonly composeInfo: string;
  readonly nodes: readonly PlannedNode[];
  /** Keep nodes whose system did not change, replace the others. */
  readonly reuse: boolean;
  /** Only given to flavours that have machine controls. */
  readonly machines?: MachineSizes;
  /** Start even if there is too little memory. */
  readonly anyway?: boolean;
}

export interface StopReport {
  /** Names of everything that was removed and is verified gone: nodes, networks, volumes. */
  readonly removed: readonly string[];
}

export interface CommandOutcome {
  readonly exitCode: number;
  readonly stdout: Uint8Array;
  readonly stderr: Uint8Array;
}

export interface CommandOptions {
  /** Milliseconds, then the command is killed and the call fails with `timed-out`. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * A persistent shell on one node for one command after the other. Each command runs in its own subshell with empty
 * input, so that neither `cd`, `exit` nor `cat` disturbs the next one.
 */
export interface NodeChannel {
  run(command: string, options?: CommandOptions): Promise<CommandOutcome>;
  close(): Promise<void>;
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** An interactive program on a node. Output that is not read is held back at the source. */
export interface ShellSession {
  /** The program's output; pausing it pauses the program. */
  readonly output: NodeJS.ReadableStream;
  write(bytes: Uint8Array): Promise<void>;
  resize(size: TerminalSize): Promise<void>;
  /** Settles when the program ends; `null` when its exit code cannot be known. */
  readonly exited: Promise<number | null>;
  /** Hangs up on the program; resolves once it has ended, or its node cannot be asked any more. Never rejects. */
  close(): Promise<void>;
}

export interface ShellRequest extends TerminalSize {
  readonly user?: string;
  /** A login shell when left out. */
  readonly command?: readonly string[];
}

export interface NodeSample {
  readonly node: string;
  /** Percent of one core. */
  readonly cpuPercent: number;
  readonly memoryBytes: number;
}

/** A part that a machine may lack. */
export type MachinePart = 'screen' | 'console' | 'size';

/** A running deployment as a whole, kept to go back to. */
export interface Snapshots {
  /** All nodes stand still while they are saved; whatever ends this, they go on, and there is no half snapshot. */
  create(target: Target, name: string, work: WorkContext): Promise<Snapshot>;
  /** The newest first. */
  list(target: Target): Promise<readonly Snapshot[]>;
  rollback(target: Target, name: string, work: WorkContext): Promise<Deployment>;
  /** @returns how many bytes were freed */
  remove(target: Target, name: string): Promise<number>;
}

/** What can be done to nodes that are machines, or nearly. */
export interface MachineControls {
  /** Calls that need one of these are refused with `unsupported`: what is known before need not be tried. */
  readonly lacks?: ReadonlySet<MachinePart>;
  /** Resolves once it is done, e.g. once the machine has powered off. */
  power(node: NodeReference, action: PowerAction): Promise<void>;
  /** Cuts the node off from the other nodes, or connects it again. */
  link(node: NodeReference, connected: boolean): Promise<void>;
  /** Delays and loses what the node sends to the others; left out where this cannot be done. */
  shape?(node: NodeReference, shape: LinkShape): Promise<void>;
  /** @returns a PNG image */
  screenshot(node: NodeReference): Promise<Uint8Array>;
  /** The console with its history since the machine's boot. Closing it leaves the machine as it is. */
  openConsole(node: NodeReference): Promise<ShellSession>;
  /** Gives the machine monitor a command in its own language, and returns what it says; left out where there is none. */
  monitor?(node: NodeReference, command: string): Promise<string>;
  /** Lets a port of 127.0.0.1 on this machine lead to one of the node, as long as the node runs. */
  forwardPort?(node: NodeReference, hostPort: number, nodePort: number): Promise<void>;
}

export interface Flavour {
  readonly name: FlavourName;
  /** One sentence for lists of flavours. */
  readonly description: string;
  /** Makes a build ready to start, e.g. loads an image. Quick when nothing is to be done. */
  load(composeInfo: string, work: WorkContext): Promise<void>;
  start(request: StartRequest, work: WorkContext): Promise<Deployment>;
  /** Resolves only when everything is verified gone. */
  stop(target: Target, work: WorkContext): Promise<StopReport>;
  /** Reads the world anew: every deployment of this flavour, or those of one project. */
  find(directory?: string): Promise<readonly Deployment[]>;
  /** Calls back whenever nodes of any deployment change; returns how to stop. */
  watch(changed: (target: Target, nodes: readonly DeployedNode[]) => void): () => void;
  openChannel(node: NodeReference): Promise<NodeChannel>;
  openShell(node: NodeReference, request: ShellRequest): Promise<ShellSession>;
  /** The node's log as written since its start; ends by itself unless it follows. */
  logs(node: NodeReference, options: { follow: boolean; tailLines?: number }): Promise<NodeJS.ReadableStream>;
  stats(target: Target): Promise<readonly NodeSample[]>;
  copyTo(node: NodeReference, source: string, destination: string): Promise<void>;
  copyFrom(node: NodeReference, source: string, destination: string): Promise<void>;
  /** Left out where nodes are no machines. */
  readonly machines?: MachineControls;
  /** Left out where a running node cannot be saved. */
  readonly snapshots?: Snapshots;
  /** Makes ahead of the first start what makes starts quick; left out where there is nothing of the kind. */
  warm?(composeInfo: string, work: WorkContext): Promise<void>;
  /** Removes what was made ahead for builds; left out where there is nothing of the kind. */
  forget?(composeInfos: readonly string[]): Promise<void>;
}
