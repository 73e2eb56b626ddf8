import { expect, test } from 'vitest';
import { parseVolume } from './volumes.ts';

test('every notation of Compose is read', () => {
  expect(parseVolume('/nix/store:/nix/store:ro', '/base')).toEqual({
    kind: 'bind',
    source: '/nix/store',
    target: '/nix/store',
    options: 'ro',
    makesSource: true,
  });
  expect(parseVolume('./data:/data', '/base')).toMatchObject({
    kind: 'bind',
    source: '/base/data',
    options: 'rw',
  });
  expect(parseVolume('nxc-shared:/var/nxc/shared', '/base')).toMatchObject({
    kind: 'named',
    volume: 'nxc-shared',
  });
  expect(parseVolume('/scratch', '/base')).toMatchObject({ kind: 'named', volume: '', target: '/scratch' });
  expect(parseVolume({ type: 'tmpfs', target: '/ram' }, '/base')).toEqual({ kind: 'tmpfs', target: '/ram' });
  expect(parseVolume({ type: 'bind', source: '/a', target: '/b', read_only: true }, '/base')).toMatchObject({
    kind: 'bind',
    options: 'ro',
    makesSource: false,
  });
});
