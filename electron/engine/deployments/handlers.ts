/** The `deployments` area of the contract. */
import type { deployments as deploymentsContract } from '#shared/contract/deployments.ts';
import type { AreaHandlers, ServerStream } from '#shared/rpc/define.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Deployments } from './index.ts';
import { receiveFile, sendFile } from './transfers.ts';

export function createDeploymentHandlers(
  deployments: Deployments,
  jobs: Pick<Jobs, 'start' | 'result'>,
): AreaHandlers<typeof deploymentsContract> {
  return {
    startable: async () => [...deployments.startable],
    start: async ({ target, distribution, reuse, composeInfo, machines, anyway }) =>
      jobs.start('start', target.directory, (work) =>
        deployments.start(
          target,
          {
            distribution,
            reuse,
            anyway,
            ...(composeInfo === undefined ? {} : { composeInfo }),
            ...(machines === undefined ? {} : { machines }),
          },
          work,
        ),
      ),
    startResult: ({ job }, { signal }) => jobs.result(job, { kind: 'start', signal }),
    stop: async ({ target }) =>
      jobs.start('stop', target.directory, async (work) => {
        const { removed, durationMs } = await deployments.stop(target, work);
        return { removed: [...removed], durationMs };
      }),
    stopResult: ({ job }, { signal }) => jobs.result(job, { kind: 'stop', signal }),
    list: async ({ directory, flavour }) => [...(await deployments.list(directory, flavour))],
    status: async ({ directory }) => [...(await deployments.status(directory))],
    changed: (emit) =>
      deployments.onChanged(({ nodes, ...change }) => emit({ ...change, nodes: [...nodes] })),
    async execute({ target, node, command, timeoutMs }, { signal }) {
      const limit = timeoutMs === undefined ? {} : { timeoutMs };
      const outcome = await deployments.execute({ target, node }, command, { signal, ...limit });
      return {
        exitCode: outcome.exitCode,
        stdout: Buffer.from(outcome.stdout).toString('utf8'),
        stderr: Buffer.from(outcome.stderr).toString('utf8'),
      };
    },
    async copyTo({ target, node, source, destination }) {
      await deployments.copyTo({ target, node }, source, destination);
      return {};
    },
    async copyFrom({ target, node, source, destination }) {
      await deployments.copyFrom({ target, node }, source, destination);
      return {};
    },
    async upload({ target, node, ...file }, stream) {
      await receiveFile(file, stream, (source, destination) =>
        deployments.copyTo({ target, node }, source, destination),
      );
    },
    async download({ target, node, path }, stream) {
      await sendFile(path, stream, (source, destination) =>
        deployments.copyFrom({ target, node }, source, destination),
      );
    },
    async power({ target, node, action }) {
      await deployments.power({ target, node }, action);
      return {};
    },
    async link({ target, node, connected }) {
      await deployments.link({ target, node }, connected);
      return {};
    },
    async shape({ target, node, ...shape }) {
      await deployments.shape(target, node, shape);
      return {};
    },
    async screenshot({ target, node }) {
      const image = await deployments.screenshot({ target, node });
      return { png: Buffer.from(image).toString('base64') };
    },
    stats: async ({ target }) => [...(await deployments.stats(target))],
    async logs({ target, node, follow, tailLines }, stream) {
      const lines = tailLines === undefined ? {} : { tailLines };
      const log = await deployments.logs({ target, node }, { follow, ...lines });
      await forward(log, stream);
    },
  };
}

/** Sends a stream on as fast as its viewer takes it, until either of them ends. */
async function forward(
  source: NodeJS.ReadableStream & { destroy?(): void },
  stream: ServerStream<Record<string, never>>,
): Promise<void> {
  let closed = false;
  stream.onClose(() => {
    closed = true;
    source.destroy?.();
  });
  try {
    for await (const chunk of source) await stream.write(Buffer.from(chunk));
    if (!closed) stream.end({});
  } catch (error) {
    // A viewer that has gone does not need to know why the stream then broke.
    if (!closed) stream.fail(error);
  }
}
