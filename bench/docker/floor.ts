/**
 * The floor: what the Docker API needs for the same containers with 8 calls at once, from a fresh Node process that
 * loads nothing but `node:http`. Usage: floor.ts start|stop FILE, where FILE holds the requests (see prepare.ts).
 */
import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import type { PreparedRequests } from './prepare.ts';

const concurrentCalls = 8;
const agent = new Agent({ keepAlive: true });

function call(method: string, path: string, body?: unknown): Promise<string> {
  return new Promise((resolve, reject) => {
    const data = body === undefined ? '' : JSON.stringify(body);
    const outgoing = request(
      {
        socketPath: '/var/run/docker.sock',
        agent,
        method,
        path,
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(data) },
      },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => {
          if ((response.statusCode ?? 500) < 400) resolve(text);
          else reject(new Error(`${method} ${path}: ${response.statusCode} ${text}`));
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(data);
  });
}

async function eightAtOnce<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<unknown>,
): Promise<void> {
  const waiting = items.values();
  await Promise.all(
    Array.from({ length: concurrentCalls }, async () => {
      for (const item of waiting) await work(item);
    }),
  );
}

const [verb, file = ''] = process.argv.slice(2);
const { network, volumes, containers } = JSON.parse(readFileSync(file, 'utf8')) as PreparedRequests;
if (verb === 'start') {
  await Promise.all([
    call('POST', '/networks/create', { Name: network, Driver: 'bridge', CheckDuplicate: true }),
    ...volumes.map((Name) => call('POST', '/volumes/create', { Name })),
  ]);
  await eightAtOnce(containers, async ({ name, body }) => {
    await call('POST', `/containers/create?name=${name}`, body);
    await call('POST', `/containers/${name}/start`);
  });
} else {
  await eightAtOnce(containers, async ({ name }) => {
    await call('POST', `/containers/${name}/stop?t=10`);
    await call('DELETE', `/containers/${name}?force=1`);
  });
  await call('DELETE', `/networks/${network}`);
  for (const name of volumes) await call('DELETE', `/volumes/${name}`);
}
process.exit(0);
