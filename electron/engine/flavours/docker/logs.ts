/** What a node's init has written. */
import { Transform } from 'node:stream';
import { type DockerClient, streamLogs } from './api/client.ts';
import { createFrameReader } from './api/frames.ts';
import { type ExecTarget, execError } from './exec.ts';

export async function readLogs(
  docker: DockerClient,
  target: ExecTarget,
  options: { readonly follow: boolean; readonly tailLines?: number },
): Promise<NodeJS.ReadableStream> {
  try {
    const { Config } = await docker.getContainer(target.container).inspect();
    const { follow, tailLines } = options;
    const tail = tailLines === undefined ? {} : { tail: tailLines };
    const response = await streamLogs(docker, target.container, { follow, ...tail });
    if (Config.Tty) return response;
    const output = withoutFrames();
    // Whoever closes the output is done with the daemon's answer too.
    output.on('close', () => response.destroy());
    response.on('error', (error) => output.destroy(error));
    return response.pipe(output);
  } catch (error) {
    throw execError(docker, target, error);
  }
}

function withoutFrames(): Transform {
  const read = createFrameReader((_stream, bytes) => output.push(bytes));
  const output = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      read(chunk);
      done();
    },
  });
  return output;
}
