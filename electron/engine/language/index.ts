/** Language servers as child processes, one for each window that asks, bridged byte by byte. */
import type { Subprocess } from 'execa';
import type { LanguageServer } from '#shared/contract/language.ts';
import { AppError } from '#shared/errors.ts';
import type { ServerStream } from '#shared/rpc/define.ts';
import { locateProject } from '../projects/locate.ts';
import { findServer } from './findServer.ts';

/** How a server ended. */
export interface ServerEnd {
  /** `null` when a signal ended it. */
  readonly exitCode: number | null;
  readonly lastLines: string[];
}

export interface Language {
  /** @throws AppError `missing-program` when the settings name one that is not there */
  server(): Promise<LanguageServer | null>;
  /** Starts the server and passes bytes on until either side ends. */
  connect(directory: string, stream: ServerStream<ServerEnd>): Promise<void>;
  /** Ends all servers. */
  close(): Promise<void>;
}

export interface LanguageDependencies {
  readonly environment: NodeJS.ProcessEnv;
  /** What the settings say about the server. */
  readonly wanted: () => Promise<string>;
}

/** Lines of complaints that are worth showing. */
const mostLines = 12;
/** Milliseconds that a server gets to end by itself. */
const graceMs = 2000;

export function createLanguage({ environment, wanted }: LanguageDependencies): Language {
  const running = new Set<Subprocess>();
  const server = async (): Promise<LanguageServer | null> => findServer(await wanted(), environment);

  async function connect(directory: string, stream: ServerStream<ServerEnd>): Promise<void> {
    const found = await server();
    if (found === null) {
      throw new AppError('missing-program', 'There is no language server for Nix on this machine.', {
        hint: 'The editor works without. Install nixd or nil to have one.',
      });
    }
    const { execa } = await import('execa');
    const child = execa(found.program, {
      cwd: await locateProject(directory),
      env: environment,
      extendEnv: false,
      stdin: 'pipe',
      buffer: false,
      reject: false,
      forceKillAfterDelay: graceMs,
    });
    running.add(child);
    stream.onClose(() => child.kill());
    stream.onData((bytes, consumed) => {
      // A server that has ended takes nothing more; its end is told below.
      child.stdin?.write(bytes, () => consumed());
    });
    child.stdin?.on('error', () => {});
    const lastLines: string[] = [];
    const [result] = await Promise.all([
      child,
      passOn(child.stdout ?? [], stream),
      keepLast(child.iterable({ from: 'stderr' }), lastLines),
    ]);
    running.delete(child);
    if (result.exitCode === undefined && result.signal === undefined) {
      throw new AppError('missing-program', `${found.name} cannot be started.`, {
        hint: `Try it by hand: ${found.program}`,
        details: { raw: String(result.cause ?? '') },
      });
    }
    stream.end({ exitCode: result.exitCode ?? null, lastLines });
  }

  return {
    server,
    connect,
    async close() {
      const ending = [...running];
      for (const child of ending) child.kill();
      await Promise.all(ending);
    },
  };
}

/** Reads on only when the other side has taken what was read before. */
async function passOn(
  output: AsyncIterable<Uint8Array> | readonly Uint8Array[],
  stream: ServerStream<ServerEnd>,
): Promise<void> {
  try {
    for await (const bytes of output) await stream.write(bytes);
  } catch {
    // The window is gone, and the server ends with it.
  }
}

async function keepLast(lines: AsyncIterable<string | Uint8Array>, into: string[]): Promise<void> {
  for await (const line of lines) {
    into.push(String(line));
    if (into.length > mostLines) into.shift();
  }
}
