/** The parts of the Docker Engine API's answers and requests that the flavour reads and writes. */

export type Labels = Readonly<Record<string, string>>;

export interface ContainerSummary {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Image: string;
  /** Seconds since the epoch. */
  readonly Created: number;
  readonly State: 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead';
  /** For people, e.g. “Exited (3) 2 seconds ago”. */
  readonly Status: string;
  readonly Labels: Labels;
  readonly Ports: readonly {
    readonly PrivatePort: number;
    readonly PublicPort?: number;
    readonly Type: string;
  }[];
  readonly NetworkSettings?: {
    readonly Networks?: Readonly<Record<string, { readonly IPAddress?: string }>>;
  };
}

export interface ContainerDetails {
  readonly State: {
    readonly Running: boolean;
    readonly ExitCode: number;
    readonly Error: string;
    readonly OOMKilled: boolean;
    readonly StartedAt: string;
    readonly FinishedAt: string;
  };
  readonly Config: { readonly Tty: boolean; readonly Image: string };
}

export interface ContainerBody {
  readonly Image: string;
  readonly Hostname: string;
  readonly Tty: boolean;
  readonly Env: readonly string[];
  readonly Labels: Labels;
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly User?: string;
  readonly WorkingDir?: string;
  readonly StopSignal?: string;
  readonly ExposedPorts: Readonly<Record<string, Record<string, never>>>;
  readonly HostConfig: {
    readonly NetworkMode: string;
    readonly Binds: readonly string[];
    readonly Mounts: readonly {
      readonly Type: 'bind' | 'volume' | 'tmpfs';
      readonly Source?: string;
      readonly Target: string;
      readonly ReadOnly?: boolean;
    }[];
    readonly Tmpfs: Readonly<Record<string, string>>;
    readonly PortBindings: Readonly<Record<string, readonly { HostIp: string; HostPort: string }[]>>;
    readonly CapAdd: readonly string[];
    readonly CapDrop: readonly string[];
    readonly Privileged: boolean;
    readonly SecurityOpt: readonly string[];
    readonly ExtraHosts: readonly string[];
    readonly Devices: readonly { PathOnHost: string; PathInContainer: string; CgroupPermissions: string }[];
    readonly CgroupnsMode?: 'host' | 'private';
  };
  readonly NetworkingConfig: {
    readonly EndpointsConfig: Readonly<Record<string, { readonly Aliases: readonly string[] }>>;
  };
}

export interface NetworkSummary {
  readonly Id: string;
  readonly Name: string;
}

export interface VolumeSummary {
  readonly Name: string;
}

export interface ExecDetails {
  readonly Running: boolean;
  readonly ExitCode: number | null;
  readonly Pid: number;
}

export interface EventMessage {
  readonly Type: string;
  readonly Action: string;
  readonly Actor: { readonly ID: string; readonly Attributes: Labels };
}

export interface StatsSample {
  readonly cpu_stats: { readonly cpu_usage: { readonly total_usage: number } };
  readonly memory_stats: { readonly usage?: number; readonly stats?: Readonly<Record<string, number>> };
  readonly read: string;
}
