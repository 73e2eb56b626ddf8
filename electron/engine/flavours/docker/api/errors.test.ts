import { expect, test } from 'vitest';
import { dockerError } from './errors.ts';

const context = { socketPath: '/run/docker.sock', doing: 'start node “web”', node: 'web' };

/** Texts as dockerd 20.10 and 28 write them. */
test.each([
  ['Bind for 0.0.0.0:8080 failed: port is already allocated', 'port-taken', '8080'],
  [
    'driver failed programming external connectivity on endpoint x (1f): Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: address already in use',
    'port-taken',
    'Port 80 ',
  ],
  [
    'failed to set up container networking: driver failed programming external connectivity on endpoint x: failed to bind host port for 0.0.0.0:8081:172.18.0.2:80/tcp: address already in use',
    'port-taken',
    '8081',
  ],
  ['No such image: nxc-docker-base-image:abc', 'image-missing', 'nxc-docker-base-image:abc'],
  ['write /var/lib/docker/tmp/x: no space left on device', 'disk-full', 'web'],
  ['invalid mount config for type "bind": bind source path does not exist: /data/x', 'not-found', '/data/x'],
  [
    'could not find an available, non-overlapping IPv4 address pool among the defaults',
    'conflict',
    'address',
  ],
  [
    'OCI runtime create failed: container_linux.go:380: exec: "/nix/store/abc-system/init": stat /nix/store/abc-system/init: no such file or directory: unknown',
    'node-failed',
    '/nix/store/abc-system/init',
  ],
  ['something new', 'node-failed', 'something new'],
])('%s', (text, code, part) => {
  const error = dockerError(refusing(text), context);
  expect(error.code).toBe(code);
  expect(error.message).toContain(part);
  expect(error.hint).toBeTruthy();
  expect(error.details).toMatchObject({ node: 'web', raw: text });
});

/** As dockerode throws it. */
function refusing(text: string): Error {
  return Object.assign(new Error(`(HTTP code 500) server error - ${text} `), { statusCode: 500 });
}

test.each([
  ['EACCES', 'permission-denied'],
  ['ENOENT', 'daemon-unreachable'],
  ['ECONNREFUSED', 'daemon-unreachable'],
  ['ECONNRESET', 'daemon-unreachable'],
])('a socket that fails with %s is %s', (code, expected) => {
  const error = dockerError(Object.assign(new Error('connect'), { code }), context);
  expect(error.code).toBe(expected);
  expect(error.hint).toBeTruthy();
});
