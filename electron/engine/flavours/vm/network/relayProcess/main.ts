/**
 * The relay's process: `node main.ts -pidfile <folder of the deployment's machines>/relay.pid`. There is one for a
 * deployment, and only while some node of it has a fault in its network. Whoever changes a fault connects to its socket
 * and gets the names of the nodes that it has taken up.
 */
import { rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { relaySocketIn } from '../shapeNote.ts';
import { createRelay } from './relay.ts';

// Nobody has to write that file: processes of machines are found by what their command lines say.
const runFolder = dirname(process.argv.at(-1) ?? '');
const path = join(runFolder, relaySocketIn);

async function leave(): Promise<void> {
  // First, so that nobody connects to a process that is about to end.
  await rm(path, { force: true }).catch(() => undefined);
  process.exit(0);
}

const relay = createRelay(runFolder, () => void leave());
// If whoever started us is killed now, we are there for what is noted, or end.
let looking: Promise<unknown> = relay.look();

const server = createServer((client) => {
  client.on('error', () => undefined);
  looking = looking.then(async () => {
    const names = await relay.look();
    client.end(`${JSON.stringify(names)}\n`);
  });
});
// The one before may have been killed. Whoever starts us sees to it that there is only one.
await rm(path, { force: true });
server.listen(path);
