/** Turns what the Docker API and its socket throw into errors that a user can act on. */
import { AppError, type AppErrorOptions, type ErrorCode } from '#shared/errors.ts';
import { type DockerRefusal, refusalOf } from './refusal.ts';

export interface DockerErrorContext {
  readonly socketPath: string;
  /** What was being done, as the end of “Docker could not …”. */
  readonly doing: string;
  readonly node?: string;
}

interface Reading {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  /** The message, made of what the pattern caught and of who is concerned. */
  readonly message: (caught: string, who: string) => string;
  readonly hint: string;
  readonly retryable?: boolean;
}

const portHint =
  'Stop what uses it (`ss -ltnp` lists the programs that listen), or give another host port in the composition’s dockerPorts.';

/** What the daemon says, from its own texts. The first that fits counts. */
const readings: readonly Reading[] = [
  {
    pattern: /no space left on device/i,
    code: 'disk-full',
    message: (_caught, who) => `The disk is full: Docker has no space left for ${who}.`,
    hint: 'Free some space: `docker system df` shows what Docker uses, `docker system prune` removes what nothing uses, `nix-collect-garbage` frees the Nix store.',
  },
  {
    pattern: /No such image: (\S+)/i,
    code: 'image-missing',
    message: (caught) => `Docker does not have the image ${caught.replace(/[.,]$/, '')}.`,
    hint: 'Build the composition again: that loads its image (`nxc build`).',
  },
  {
    // Written as `0.0.0.0:80`, and by newer daemons as `0.0.0.0:80:172.18.0.2:80/tcp`.
    pattern:
      /(?:Bind for|listen \w+|bind host port for) \S*?:(\d+)(?![\d.\]]).*(?:already allocated|address already in use)/i,
    code: 'port-taken',
    message: (caught, who) => `Port ${caught} of this machine, which ${who} publishes, is already taken.`,
    hint: portHint,
  },
  {
    pattern: /bind source path does not exist: (.+)$/i,
    code: 'not-found',
    message: (caught, who) => `${capitalized(who)} mounts ${caught}, which does not exist on this machine.`,
    hint: 'Create it, or take it out of the composition’s extraVolumes.',
  },
  {
    pattern: /non-overlapping IPv4 address pool|all predefined address pools/i,
    code: 'conflict',
    message: () => 'Docker has no address range left for another network.',
    hint: 'Every deployment has a network. Stop deployments that you no longer need (`nxc status`), or remove unused networks with `docker network prune`.',
  },
  {
    pattern: /(?:exec|stat)[^\n]*?(\/nix\/store\/[^\s":]+)[^\n]*no such file or directory/i,
    code: 'node-failed',
    message: (caught, who) => `${capitalized(who)} cannot start: ${caught} is not in the Nix store any more.`,
    hint: 'Build the composition again: a garbage collection may have removed it.',
  },
  {
    pattern: /The container name "\/?([^"]+)" is already in use/i,
    code: 'conflict',
    message: (caught) => `Another container is called ${caught} already.`,
    hint: 'Another start may be under way. Wait for it, or run `nxc stop` and start again.',
    retryable: true,
  },
];

/** The same AppError, or one that says what Docker was doing and what to do about it. */
export function dockerError(thrown: unknown, context: DockerErrorContext): AppError {
  if (thrown instanceof AppError) return thrown;
  const refusal = refusalOf(thrown);
  if (refusal !== undefined) return refusalError(refusal, thrown, context);
  return connectionError(thrown, context);
}

function refusalError(refusal: DockerRefusal, cause: unknown, context: DockerErrorContext): AppError {
  const who = context.node === undefined ? 'the deployment' : `node “${context.node}”`;
  const details = { raw: refusal.message, ...(context.node === undefined ? {} : { node: context.node }) };
  for (const reading of readings) {
    const match = reading.pattern.exec(refusal.message);
    if (match === null) continue;
    return new AppError(reading.code, reading.message(match[1] ?? '', who), {
      hint: reading.hint,
      retryable: reading.retryable ?? false,
      details,
      cause,
    });
  }
  const code = context.node === undefined ? 'internal' : 'node-failed';
  return new AppError(code, `Docker could not ${context.doing}: ${refusal.message}`, {
    hint: 'The text is the daemon’s own; its log (`journalctl -u docker`) may say more.',
    details,
    cause,
  });
}

function connectionError(thrown: unknown, context: DockerErrorContext): AppError {
  const { name, code, message } = partsOf(thrown);
  const options = (hint: string, retryable: boolean): AppErrorOptions => ({
    hint,
    retryable,
    details: { raw: message, ...(context.node === undefined ? {} : { node: context.node }) },
    cause: thrown,
  });
  if (name === 'AbortError') return new AppError('cancelled', 'Cancelled.', { cause: thrown });
  if (code === 'EACCES' || code === 'EPERM') {
    return new AppError(
      'permission-denied',
      `You may not use Docker: its socket ${context.socketPath} is closed to you.`,
      options('Join the group that may: `sudo usermod -aG docker "$USER"`, then log in again.', false),
    );
  }
  if (code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ENOTDIR') {
    return new AppError(
      'daemon-unreachable',
      `Docker does not answer at ${context.socketPath}.`,
      options(
        'Start it: `sudo systemctl start docker` (or `sudo dockerd` where there is no systemd). If it is not installed, `nxc doctor` says how.',
        true,
      ),
    );
  }
  if (code === 'ECONNRESET' || code === 'EPIPE' || /socket hang up|aborted/.test(message)) {
    return new AppError(
      'daemon-unreachable',
      `Docker stopped answering while it was to ${context.doing}.`,
      options(
        'The daemon ended or was restarted. Once it is back (`sudo systemctl start docker`), run the same command again: it picks up what is there.',
        true,
      ),
    );
  }
  return new AppError(
    'internal',
    `Docker could not ${context.doing}: ${message}`,
    options('See the daemon’s log: `journalctl -u docker`.', false),
  );
}

function partsOf(thrown: unknown): { name: string; code: string; message: string } {
  if (!(thrown instanceof Error)) return { name: '', code: '', message: String(thrown) };
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : '';
  return { name: thrown.name, code, message: thrown.message };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
