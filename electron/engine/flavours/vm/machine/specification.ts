/** A machine before it runs. */
import type { StoreLayout } from '../build.ts';

export type Accelerator = 'kvm' | 'tcg';

/** What the state of a running system depends on: a snapshot holds only for exactly the same. */
export interface Hardware {
  readonly accelerator: Accelerator;
  readonly kernel: string;
  readonly initrd: string;
  readonly store: StoreLayout;
  readonly memoryMib: number;
  readonly cores: number;
  readonly panicDevice: 'pvpanic' | 'pvpanic-pci' | null;
  readonly graphics: boolean;
  readonly kernelParameters: readonly string[];
  readonly role: string;
}

/** A port of 127.0.0.1 on this machine that leads to one of the node. */
export interface Forward {
  readonly hostPort: number;
  readonly nodePort: number;
}

/** The network that the nodes of one deployment share: a multicast group on this machine's loopback. */
export interface Lan {
  readonly group: string;
  readonly port: number;
}

/**
 * Where a machine's memory is: its own; in a file that has no name, so that it can be copied while the machine stands
 * still; or, copy-on-write, in a file of a template that the machine is restored from.
 */
export type MemoryPlace = 'own' | 'copyable' | { readonly template: string };

interface Placed {
  readonly hardware: Hardware;
  /** Where its sockets, logs and process number go; short enough for sockets. */
  readonly folder: string;
}

/** A machine that becomes the snapshot of its role, and nothing else. It is in no network. */
export interface TemplateMachine extends Placed {
  readonly kind: 'template';
}

/** A machine that is a node. */
export interface NodeMachine extends Placed {
  readonly kind: 'node';
  readonly name: string;
  readonly memory: MemoryPlace;
  readonly lan: Lan;
  readonly macAddress: string;
  readonly managementMacAddress: string;
  readonly forwards: readonly Forward[];
}

export type MachineSpecification = TemplateMachine | NodeMachine;
