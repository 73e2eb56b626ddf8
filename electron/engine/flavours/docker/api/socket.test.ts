import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findDockerSocket } from './socket.ts';

test('DOCKER_HOST names the socket', async () => {
  expect(await findDockerSocket({ DOCKER_HOST: 'unix:///tmp/other.sock' })).toBe('/tmp/other.sock');
});

test.each(['tcp://10.0.0.1:2376', 'ssh://user@host', '10.0.0.1:2375'])(
  'a daemon elsewhere (%s) is refused, and the reason given',
  async (host) => {
    await expect(findDockerSocket({ DOCKER_HOST: host })).rejects.toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining(host),
      hint: expect.stringContaining('/nix/store'),
    });
  },
);

test('the current context of the docker command is followed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'nxc-docker-config-'));
  const meta = join(folder, 'contexts/meta', createHash('sha256').update('rootless').digest('hex'));
  mkdirSync(meta, { recursive: true });
  writeFileSync(join(folder, 'config.json'), JSON.stringify({ currentContext: 'rootless' }));
  writeFileSync(
    join(meta, 'meta.json'),
    JSON.stringify({
      Name: 'rootless',
      Endpoints: { docker: { Host: 'unix:///run/user/1000/docker.sock' } },
    }),
  );
  expect(await findDockerSocket({ DOCKER_CONFIG: folder })).toBe('/run/user/1000/docker.sock');
  expect(await findDockerSocket({ DOCKER_CONFIG: folder, DOCKER_CONTEXT: 'default' })).toBe(
    '/var/run/docker.sock',
  );
});
