/** A node finds another port when its own is taken at the last moment, unless it was asked for. */
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { AppError } from '#shared/errors.ts';
import { machineFolders } from '../state/folders.ts';
import type { DeploymentRecord, NodeRecord } from '../state/record.ts';
import { createPlaces } from './places.ts';
import type { WantedNode } from './plan.ts';

const home = mkdtempSync(join(tmpdir(), 'nxc-places-'));
afterAll(() => rmSync(home, { recursive: true }));
const folders = machineFolders({ state: join(home, 'state'), cache: join(home, 'cache') }, {});
const context = { flavour: 'vm', folders, cacheDirectory: home, environment: {} } as const;

async function listen(): Promise<{ readonly port: number; close(): void }> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return { port: address.port, close: () => server.close() };
}

const hardware = {
  ...({ accelerator: 'tcg', kernel: '/k', initrd: '/i', store: { layout: 'ramdisk' } } as const),
  ...{ memoryMib: 96, cores: 1, panicDevice: null, graphics: false, kernelParameters: [], role: 'server' },
};
const build = { init: '/init', memoryMib: 96, cores: 1, hasSsh: false, coldReason: null, ports: [] };

function nodeWith(taken: number, asked: number | null): { record: DeploymentRecord; wanted: WantedNode } {
  const same = { name: 'server', role: 'server', id: 1, address: '192.168.1.1', hash: '' };
  const noted: NodeRecord = {
    ...same,
    ...{ memoryMib: 96, cores: 1, hasSsh: false, coldReason: null, command: [] },
    ssh: { hostPort: 22_022, nodePort: 22 },
    published: [{ hostPort: taken, nodePort: 80 }],
  };
  const record: DeploymentRecord = {
    version: 1,
    target: { directory: '/p', composition: 'composition', flavour: 'vm' },
    ...{ composeInfo: '/c', startedAt: 0, accelerator: 'tcg', runFolder: home },
    lan: { group: '239.1.2.3', port: 20_000 },
    nodes: [noted],
  };
  return { record, wanted: { ...same, build, hardware, ports: [{ hostPort: asked, nodePort: 80 }] } };
}

const portTaken = () => new AppError('port-taken', 'taken');

test('any port gives way to another one, and all who ask are told of that', async () => {
  const other = await listen();
  const { record, wanted } = nodeWith(other.port, null);
  const places = createPlaces(context, record);
  const tried: number[] = [];
  const port = await places.retry(wanted, async (forwards) => {
    const web = forwards.find(({ nodePort }) => nodePort === 80)?.hostPort ?? 0;
    tried.push(web);
    if (web === other.port) throw portTaken();
    return web;
  });
  other.close();
  expect(tried).toEqual([other.port, port]);
  expect(places.haveMoved()).toBe(true);
  expect(places.nodes()[0]?.published).toEqual([{ hostPort: port, nodePort: 80 }]);
  expect(places.portsOf(1)).toContain(port);
});

test('a port that was asked for does not, and other failures are no reason to try again', async () => {
  const other = await listen();
  const { record, wanted } = nodeWith(other.port, other.port);
  const places = createPlaces(context, record);
  await expect(places.retry(wanted, () => Promise.reject(portTaken()))).rejects.toMatchObject({
    code: 'port-taken',
    message: expect.stringContaining(String(other.port)),
  });
  other.close();
  let count = 0;
  const launch = () => {
    count += 1;
    return Promise.reject(new AppError('node-failed', 'failed'));
  };
  await expect(places.retry(wanted, launch)).rejects.toMatchObject({ code: 'node-failed' });
  expect(count).toBe(1);
});
