/** What dockerode's types leave out. */
import type { ContainerCreateOptions, HostConfig } from 'dockerode';

/** What a container is created from. */
export interface ContainerBody extends ContainerCreateOptions {
  readonly Labels: Record<string, string>;
  readonly HostConfig: HostConfig & { readonly CgroupnsMode?: 'host' | 'private' };
}

/** One line of the event stream. */
export interface EventMessage {
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Readonly<Record<string, string>> };
}
