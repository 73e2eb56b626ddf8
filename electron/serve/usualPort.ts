/**
 * The port of the browser host: any that is free at first, then the same again. A browser keeps what it keeps for a page
 * (layouts, unsaved text) by the page's origin, and the port is part of that.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '#shared/errors.ts';

/**
 * Begins to listen on the port that is written in a file, or on any other where there is no such file or the port is
 * taken, and writes down which it was.
 */
export async function onUsualPort<Host extends { readonly port: number }>(
  file: string,
  start: (port: number) => Promise<Host>,
): Promise<Host> {
  const usual = await readPort(file);
  const host =
    usual === 0 ? await start(0) : await start(usual).catch((thrown) => startElsewhere(thrown, start));
  if (host.port !== usual) {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, `${host.port}\n`);
  }
  return host;
}

function startElsewhere<Host>(thrown: unknown, start: (port: number) => Promise<Host>): Promise<Host> {
  if (thrown instanceof AppError && thrown.code === 'port-taken') return start(0);
  throw thrown;
}

/** 0 when none is known. */
async function readPort(file: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const port = Number.parseInt(text, 10);
  return port >= 1024 && port <= 65535 ? port : 0;
}
