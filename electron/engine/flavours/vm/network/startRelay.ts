/** The relay's process, which lives on its own as machines do. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AppError } from '#shared/errors.ts';
import { findNode } from '../../../platform/findNode.ts';
import { packageRoot } from '../../../platform/resources.ts';
import { askRelay } from './askRelay.ts';

/** It answers within a tenth of a second; on a busy machine it waits for its turn. */
const patienceMs = 20_000;
const lookMs = 10;

const logFile = 'relay.log';

/** @returns the names of the machines' folders that it stands before. @throws AppError `missing-program`, `internal` */
export async function startRelay(runFolder: string): Promise<readonly string[]> {
  const { program } = await findNode();
  const logPath = join(runFolder, logFile);
  const log = await open(logPath, 'a', 0o600);
  try {
    const child = spawn(program, [relayProgram(), '-pidfile', join(runFolder, 'relay.pid')], {
      // A session of its own: what ends this program does not reach it.
      detached: true,
      cwd: '/',
      env: {},
      stdio: ['ignore', log.fd, log.fd],
    });
    let isOver = false;
    const ended = once(child, 'exit').then(
      () => undefined,
      () => undefined,
    );
    void ended.then(() => {
      isOver = true;
    });
    child.unref();
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const names = await askRelay(runFolder);
      if (names !== undefined) return names;
      if (isOver || Date.now() > deadline) {
        child.kill('SIGKILL');
        throw await notStarted(program, logPath);
      }
      await Promise.race([delay(lookMs), ended]);
    }
  } finally {
    await log.close();
  }
}

/** Whether we run from the sources or from a bundle. */
function relayProgram(): string {
  const source = join(import.meta.dirname, 'relayProcess', 'main.ts');
  return existsSync(source) ? source : join(packageRoot(), 'dist', 'relay', 'main.mjs');
}

async function notStarted(program: string, logPath: string): Promise<AppError> {
  const text = await readFile(logPath, 'utf8').catch(() => '');
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return new AppError('internal', 'The process that delays and loses packets did not start.', {
    hint: 'Its own words are below. The nodes that were to have a fault in their network are cut off now: take it away again.',
    details: {
      command: {
        command: `${program} ${relayProgram()}`,
        exitCode: null,
        lastLines: lines.slice(-10),
      },
    },
  });
}
