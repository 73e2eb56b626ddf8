/** The process that holds the interpreter: started with as few rights as can be had, fed by frames, killed at will. */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import type { DriverFiles } from '../driverFiles.ts';
import { createFrameDecoder, encodeMessage, type Frame } from '../driverProcess/framing.ts';
import type { Confinement } from './confinement.ts';
import { createErrorOutput } from './errorOutput.ts';

/** The largest message the sandbox may send; its snapshot takes 31 MB. */
const maximumFrame = 96 * 1024 * 1024;

/** What Node itself needs beside Python's memory, in bytes. */
const nodeOverhead = 1024 * 1024 * 1024;

export interface SandboxOptions {
  /** Program of Node. */
  readonly node: string;
  readonly files: DriverFiles;
  readonly snapshot: string | null;
  /** What Python may use, in bytes. */
  readonly memoryBytes: number;
  readonly confinement: Confinement;
}

export interface SandboxExit {
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
  /** What it wrote to its error output, in lines that can be read. */
  readonly errorOutput: string;
}

export interface SandboxProcess {
  readonly pid: number | undefined;
  send(message: unknown): void;
  /** Makes a busy script stop, as Ctrl-C would. */
  interrupt(): Promise<void>;
  /** How often that was, modulo 256: what is begun later is told, so that a late byte does not stop it. */
  readonly interruptions: number;
  kill(): void;
  readonly exited: Promise<SandboxExit>;
  /** Whether the process keeps ours alive; it does at first. */
  keepAlive(wanted: boolean): void;
}

/**
 * Starts the process. It begins to load at once and says `ready` by itself.
 *
 * @param onFrame gets every frame, in order; what is in it was chosen by the script and must not be believed
 */
export async function startSandbox(
  options: SandboxOptions,
  onFrame: (frame: Frame) => void,
): Promise<SandboxProcess> {
  const { node, files, snapshot, memoryBytes, confinement } = options;
  const interruptFile = await openNameless();
  const readable = [
    dirname(files.main),
    files.pyodide,
    files.driver,
    ...(snapshot === null ? [] : [snapshot]),
  ];
  const [program = '', ...words] = limited(
    confinement.wrap([node, ...nodeOptions(readable, memoryBytes), files.main], [node, ...readable]),
    memoryBytes + nodeOverhead,
  );
  // execa is made for commands that end; this one is talked to, over three pipes and a file.
  const child = spawn(program, words, {
    cwd: '/',
    env: { PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', 'pipe', interruptFile.fd],
  });
  const errorOutput = createErrorOutput();
  child.stderr?.on('data', (chunk: Buffer) => errorOutput.add(chunk));
  const exited = new Promise<SandboxExit>((resolve) => {
    const finish = (exitCode: number | null, signal: NodeJS.Signals | null) => {
      void interruptFile.close();
      resolve({ exitCode, signal, errorOutput: errorOutput.text() });
    };
    child.once('error', () => finish(null, null));
    child.once('close', finish);
  });
  const input = child.stdin as Writable;
  // Writing to a process that has ended is not an error of its own: `exited` tells.
  input.on('error', () => {});
  const decode = createFrameDecoder(maximumFrame);
  (child.stdout as Readable).on('data', (chunk: Buffer) => {
    try {
      for (const frame of decode(chunk)) onFrame(frame);
    } catch {
      // It does not speak our language any more: there is nothing to be had from it.
      child.kill('SIGKILL');
    }
  });
  let interruptions = 0;
  const sandbox: SandboxProcess = {
    pid: child.pid,
    send: (message) => {
      input.write(encodeMessage(message));
    },
    async interrupt() {
      interruptions = (interruptions + 1) % 256;
      await interruptFile.write(Uint8Array.of(interruptions), 0, 1, 0);
    },
    get interruptions() {
      return interruptions;
    },
    kill: () => {
      child.kill('SIGKILL');
    },
    exited,
    keepAlive: (wanted) => setKeepAlive(child, wanted),
  };
  sandbox.send({ pyodide: files.pyodide, driver: files.driver, snapshot, memoryBytes });
  return sandbox;
}

/** Reads are allowed one by one; everything else that the permission model knows is forbidden. */
function nodeOptions(readable: readonly string[], memoryBytes: number): string[] {
  return [
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    '--disallow-code-generation-from-strings',
    '--no-addons',
    '--no-warnings',
    `--max-old-space-size=${Math.ceil(memoryBytes / 1024 / 1024)}`,
    // Functions of the interpreter are checked and compiled when first called; most never are.
    '--wasm-lazy-compilation',
    '--wasm-lazy-validation',
  ];
}

/** A limit by the operating system, for what JavaScript's own limits don't count. Linux alone enforces it. */
function limited(command: readonly string[], dataBytes: number): readonly string[] {
  if (process.platform !== 'linux') return command;
  const limits = `ulimit -c 0; ulimit -d ${Math.ceil(dataBytes / 1024)}; exec "$@"`;
  return ['/bin/sh', '-c', limits, 'sh', ...command];
}

/** A file that nobody else can open. Its first byte counts interruptions. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `nxc-interrupt-${randomUUID()}`);
  const handle = await open(path, 'wx+', 0o600);
  await rm(path);
  await handle.write(Uint8Array.of(0), 0, 1, 0);
  return handle;
}

/** The pipes are handles of their own and would keep the event loop up. */
function setKeepAlive(child: ChildProcess, wanted: boolean): void {
  for (const handle of [child, child.stdin, child.stdout, child.stderr]) {
    const referable = handle as { ref?: () => void; unref?: () => void } | null;
    if (wanted) referable?.ref?.();
    else referable?.unref?.();
  }
}
