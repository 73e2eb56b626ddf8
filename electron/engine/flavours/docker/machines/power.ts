/** The power switch of a container. */

import type { PowerAction } from '#shared/contract/deployments.ts';
import { assertNever } from '#shared/errors.ts';
import type { DockerClient } from '../api/client.ts';
import { tolerate } from '../api/refusal.ts';
import { staysUp } from '../settling.ts';

/** Seconds that a node's init is given to end by itself. */
const graceSeconds = 10;

/** Resolves once it is done. A container that is already as wished is left as it is. */
export async function switchPower(
  docker: DockerClient,
  identifier: string,
  action: PowerAction,
): Promise<void> {
  const container = docker.getContainer(identifier);
  const { State } = await container.inspect();
  switch (action) {
    case 'pause':
      if (!State.Paused) await container.pause();
      return;
    case 'resume':
      if (State.Paused) await container.unpause();
      return;
    case 'start':
      if (State.Paused) await container.unpause();
      // Not modified (304): it runs.
      else await tolerate([304], container.start());
      await staysUp(docker, identifier);
      return;
    case 'reset':
      // One that is paused hears no signal.
      if (State.Paused) await container.unpause();
      await container.restart({ t: graceSeconds });
      await staysUp(docker, identifier);
      return;
    case 'shutdown':
      if (State.Paused) await container.unpause();
      await tolerate([304], container.stop({ t: graceSeconds }));
      return;
    case 'crash': {
      const ended = container.wait({ condition: 'not-running' });
      // Conflict (409): it does not run.
      await tolerate([409], container.kill({ signal: 'SIGKILL' }));
      await ended;
      return;
    }
    default:
      assertNever(action);
  }
}
