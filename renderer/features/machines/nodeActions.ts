/** What can be done to a node as a machine: when it can, in which words, and by which `nxc …` line. Pure. */
import type { Target } from '#shared/contract/common.ts';
import type { DeployedNode, PowerAction } from '#shared/contract/deployments.ts';
import type { FlavourName } from '#shared/model/flavours.ts';

export type NodeAction = PowerAction | 'console' | 'cut' | 'restore' | 'screenshot';

type State = DeployedNode['status']['state'];

/** What has to be known of a node to say what can be done to it. */
export type ActionNode = Pick<DeployedNode, 'name' | 'status' | 'link'>;

interface Description {
  /** The verb and its object, for the palette. */
  readonly title: string;
  /** The states in which it makes sense. */
  readonly states: readonly State[];
  /** What is lost by it, if anything, and how to go on; asked before. */
  readonly loses?: string;
}

export const nodeActions: Readonly<Record<NodeAction, Description>> = {
  console: {
    title: 'Open the console of a node',
    states: ['starting', 'running', 'paused', 'stopping', 'failed'],
  },
  screenshot: { title: 'Show the screen of a node', states: ['running', 'paused', 'failed'] },
  pause: { title: 'Pause a node', states: ['running'] },
  resume: { title: 'Resume a node', states: ['paused'] },
  cut: { title: 'Cut the link of a node', states: ['running', 'paused'] },
  restore: { title: 'Restore the link of a node', states: ['running', 'paused'] },
  reset: {
    title: 'Reset a node',
    states: ['running', 'paused', 'failed'],
    loses: 'It boots anew at once. What it holds in memory is lost.',
  },
  start: { title: 'Boot a node that is off', states: ['exited'] },
  shutdown: {
    title: 'Shut a node down',
    states: ['running'],
    loses: 'Its system stops its services and powers off. What a virtual machine holds in memory is lost.',
  },
  crash: {
    title: 'Crash a node',
    states: ['starting', 'running', 'paused', 'failed'],
    loses: 'It ends at once, as by a power cut. What it has not written down is lost.',
  },
};

/** The label of a menu entry about one node. */
export function labelOf(action: NodeAction): string {
  switch (action) {
    case 'console':
      return 'Console';
    case 'pause':
      return 'Pause';
    case 'resume':
      return 'Resume';
    case 'cut':
      return 'Cut its link';
    case 'restore':
      return 'Restore its link';
    case 'screenshot':
      return 'Show its screen';
    case 'reset':
      return 'Reset …';
    case 'start':
      return 'Boot';
    case 'shutdown':
      return 'Shut down …';
    case 'crash':
      return 'Crash …';
  }
}

export function lineOf(action: NodeAction, { flavour }: Pick<Target, 'flavour'>, node: string): string {
  switch (action) {
    case 'console':
      return `nxc connect -f ${flavour} --console ${node}`;
    case 'cut':
    case 'restore':
      return `nxc link ${action} -f ${flavour} ${node}`;
    case 'screenshot':
      return `nxc screenshot -f ${flavour} ${node}`;
    default:
      return `nxc power ${action} -f ${flavour} ${node}`;
  }
}

const withoutMachines: ReadonlySet<NodeAction> = new Set(['console', 'screenshot']);
const machineFlavours: ReadonlySet<FlavourName> = new Set(['vm', 'vm-ramdisk']);

/** Whether nodes of the flavour are virtual machines: they have consoles and screens, and their sizes can be chosen. */
export const areMachines = (flavour: FlavourName): boolean => machineFlavours.has(flavour);

/** What belongs together in a menu: looking, faults that leave everything in memory, and those that do not. */
const groups: readonly (readonly NodeAction[])[] = [
  ['console', 'screenshot'],
  ['pause', 'resume', 'cut', 'restore'],
  ['start', 'reset', 'shutdown', 'crash'],
];

/** The same in groups, none of them empty. */
export function possibleGroups(node: ActionNode, flavour: FlavourName): NodeAction[][] {
  const possible = new Set(possibleActions(node, flavour));
  return groups
    .map((group) => group.filter((action) => possible.has(action)))
    .filter((group) => group.length > 0);
}

/** What can be done to a node as it is. */
export function possibleActions({ status, link }: ActionNode, flavour: FlavourName): NodeAction[] {
  const isCut = link?.connected === false;
  return (Object.keys(nodeActions) as NodeAction[]).filter((action) => {
    if (withoutMachines.has(action) && !areMachines(flavour)) return false;
    if (action === 'cut' && isCut) return false;
    if (action === 'restore' && !isCut) return false;
    return nodeActions[action].states.includes(status.state);
  });
}
