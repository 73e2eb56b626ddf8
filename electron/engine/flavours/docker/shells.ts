/** Finding a shell in a node: bash where there is one, else sh. */
import { AppError } from '#shared/errors.ts';
import type { DockerClient } from './api/client.ts';
import { type ExecTarget, execError } from './exec.ts';

/** Names are looked up in the node's own PATH; the paths are where NixOS has its shells once it is activated. */
const candidates = ['bash', 'sh', '/run/current-system/sw/bin/bash', '/bin/sh'] as const;

/** A node that has just been started may not have its commands yet: NixOS links them while it boots. */
const bootMs = 30_000;
const pauseMs = 100;

/**
 * Tries to open something with each shell until one works.
 *
 * @param attempt resolves to `undefined` if there is no such shell
 * @throws AppError `node-failed` if the node ends, `not-found` if it has no shell after 30 s
 */
export async function withShell<Opened>(
  docker: DockerClient,
  target: ExecTarget,
  attempt: (shell: string) => Promise<Opened | undefined>,
): Promise<Opened> {
  const deadline = Date.now() + bootMs;
  for (;;) {
    for (const shell of candidates) {
      const opened = await attempt(shell);
      if (opened !== undefined) return opened;
    }
    const ageMs = await ageOf(docker, target);
    if (Date.now() > deadline || ageMs > bootMs) {
      throw new AppError('not-found', `Node “${target.node}” has no shell: neither bash nor sh.`, {
        hint: 'Its PATH must have one of them. `nxc` cannot run commands on it without.',
        details: { node: target.node },
      });
    }
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

async function ageOf(docker: DockerClient, target: ExecTarget): Promise<number> {
  try {
    const { State } = await docker.getContainer(target.container).inspect();
    if (State.Running) return Date.now() - Date.parse(State.StartedAt);
  } catch (error) {
    throw execError(docker, target, error);
  }
  throw new AppError('node-failed', `Node “${target.node}” does not run any more.`, {
    hint: `Its log may say why: \`nxc logs ${target.node}\`.`,
    details: { node: target.node },
  });
}
