import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeployedNode, NodeState } from '#shared/contract/deployments.ts';
import { AppError } from '#shared/errors.ts';
import { connectLine, logsLine } from './cliLines.ts';
import { addressToOpen } from './links.ts';
import {
  type ListedPlace,
  labelFor,
  neighbourOf,
  noPlaces,
  type PlaceEvent,
  placeOn,
  reducePlaces,
} from './placeList.ts';
import { comesBack, runningSince, type ShellState, shellWords, tabTitle } from './shellState.ts';
import { columnsFor, mostTiles, tile, tileBeside } from './tiles.ts';

const running = (since = 1): NodeState => ({ state: 'running', address: '10.0.0.2', since });
const ended: NodeState = { state: 'exited', exitCode: 0, at: 2 };
const node = (name: string, status: NodeState): DeployedNode => ({ name, role: name, status });

describe('the list of terminals', () => {
  const place = (id: string, name: string, kind: ListedPlace['kind'] = 'tab'): ListedPlace => ({
    id,
    node: name,
    composition: 'composition',
    flavour: 'docker',
    label: name,
    opens: 'shell',
    kind,
    shell: { phase: 'opening' },
  });
  const listAfter = (...events: PlaceEvent[]) => events.reduce(reducePlaces, noPlaces);
  const three = [
    { type: 'added', place: place('1', 'server') },
    { type: 'added', place: place('2', 'client') },
    { type: 'added', place: place('3', 'client', 'tile') },
  ] as const;
  const on = (name: string, opens: ListedPlace['opens'] = 'shell') => ({
    node: name,
    composition: 'composition',
    flavour: 'docker',
    opens,
  });

  test('a node’s tab is found again, a tile is none', () => {
    const list = listAfter(...three);
    expect(placeOn(list, on('client'))?.id).toBe('2');
    expect(placeOn(list, on('cache'))).toBeUndefined();
    expect(placeOn(list, { ...on('client'), flavour: 'vm' })).toBeUndefined();
    expect(placeOn(list, on('client', 'console'))).toBeUndefined();
    expect(placeOn(listAfter(three[2]), on('client'))).toBeUndefined();
  });

  test('of two tabs of a node the one used last is meant', () => {
    const list = listAfter(
      ...three,
      { type: 'added', place: place('4', 'client') },
      { type: 'focused', id: '4' },
    );
    expect(placeOn(list, on('client'))?.id).toBe('4');
  });

  test('walks around the tabs', () => {
    const list = listAfter(...three, { type: 'focused', id: '2' });
    expect(neighbourOf(list, 1)?.id).toBe('1');
    expect(neighbourOf(list, -1)?.id).toBe('1');
    expect(neighbourOf(listAfter(...three), 1)?.id).toBe('1');
    expect(neighbourOf(noPlaces, 1)).toBeUndefined();
  });

  test('when the active one goes, its neighbour is active', () => {
    const list = listAfter(...three, { type: 'focused', id: '2' }, { type: 'removed', id: '2' });
    expect(list.active).toBe('3');
    expect(listAfter(...three, { type: 'focused', id: 'none' }).active).toBeNull();
  });

  test('nothing changes when nothing is new', () => {
    const list = listAfter(...three);
    const shell = list.places[0]?.shell ?? { phase: 'open' };
    expect(reducePlaces(list, { type: 'changed', id: '1', shell })).toBe(list);
    expect(reducePlaces(list, { type: 'removed', id: 'none' })).toBe(list);
    expect(
      reducePlaces(list, { type: 'changed', id: '1', shell: { phase: 'open' } }).places[0]?.shell,
    ).toEqual({ phase: 'open' });
  });

  test('further terminals on a node are numbered', () => {
    expect(labelFor(noPlaces, 'client')).toBe('client');
    expect(labelFor(listAfter(...three), 'client')).toBe('client (2)');
  });
});

describe('a shell', () => {
  const failed: ShellState = {
    phase: 'failed',
    error: new AppError('node-failed', 'client does not run.').toJSON(),
    nodeSince: null,
  };

  test('comes back with its node, not after its user left it', () => {
    const killed: ShellState = { phase: 'ended', exitCode: 137, nodeSince: 1 };
    expect(comesBack(killed, 2, false)).toBe(true);
    expect(comesBack({ ...killed, exitCode: null, nodeSince: null }, 2, false)).toBe(true);
    expect(comesBack(killed, 1, false)).toBe(false);
    expect(comesBack(killed, 1, true)).toBe(true);
    expect(comesBack(killed, null, true)).toBe(false);
    expect(comesBack({ ...killed, exitCode: 0 }, 2, true)).toBe(false);
    expect(comesBack(failed, 2, false)).toBe(true);
    expect(comesBack({ phase: 'open' }, 2, true)).toBe(false);
  });

  test('is named by its node and its state', () => {
    expect(tabTitle('client', { phase: 'open' })).toBe('client');
    expect(tabTitle('client (2)', { phase: 'ended', exitCode: 3, nodeSince: 1 })).toBe('client (2) (exit 3)');
    expect(tabTitle('client', { phase: 'ended', exitCode: null, nodeSince: 1 })).toBe('client (ended)');
    expect(tabTitle('client', failed)).toBe('client (not opened)');
  });

  test('says why it is over', () => {
    const gone: ShellState = { phase: 'ended', exitCode: 137, nodeSince: 1 };
    expect(shellWords(gone, 'client', false).sentence).toContain('client does not run any more');
    expect(shellWords({ ...gone, exitCode: 3 }, 'client', true)).toMatchObject({
      state: 'failed',
      sentence: 'The shell has ended with exit code 3.',
    });
    expect(shellWords({ ...gone, exitCode: 0 }, 'client', true).state).toBe('absent');
    expect(shellWords(failed, 'client', false).sentence).toBe('client does not run.');
  });

  test('knows since when its node runs', () => {
    expect(runningSince([node('client', running(5))], 'client')).toBe(5);
    expect(runningSince([node('client', ended)], 'client')).toBeNull();
    expect(runningSince([], 'client')).toBeNull();
  });
});

describe('tiles', () => {
  test('stay where they are, and new nodes come after them', () => {
    const nodes = [node('a', running()), node('b', ended), node('c', running())];
    expect(tile([], nodes, new Set()).nodes).toEqual(['a', 'c']);
    expect(tile(['c', 'b', 'gone'], nodes, new Set()).nodes).toEqual(['c', 'b', 'a']);
    expect(tile(['c'], nodes, new Set(['c'])).nodes).toEqual(['a']);
  });

  test('are limited', () => {
    const nodes = Array.from({ length: mostTiles + 3 }, (_, index) => node(`n${index}`, running()));
    expect(tile([], nodes, new Set())).toMatchObject({ left: 3 });
  });

  test('are as wide as terminals should be', () => {
    expect(columnsFor(2, 1600, 400)).toBe(2);
    expect(columnsFor(4, 1600, 900)).toBe(2);
    expect(columnsFor(3, 500, 1200)).toBe(1);
    expect(columnsFor(9, 0, 0)).toBe(3);
  });

  test('the keyboard never leaves them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 8 }), (count, columns) => {
        for (let index = 0; index < count; index += 1) {
          for (const direction of ['left', 'right', 'up', 'down'] as const) {
            const next = tileBeside(index, direction, count, columns);
            expect(next).toBeGreaterThanOrEqual(0);
            expect(next).toBeLessThan(count);
          }
          expect(
            tileBeside(tileBeside(index, 'up', count, columns), 'up', count, columns),
          ).toBeLessThanOrEqual(index);
        }
      }),
    );
    expect(tileBeside(2, 'down', 5, 3)).toBe(4);
    expect(tileBeside(3, 'down', 5, 3)).toBe(3);
    expect(tileBeside(2, 'right', 5, 3)).toBe(2);
  });
});

describe('addresses', () => {
  const deployment = {
    nodes: [node('server', running()), node('cache', ended)],
    publishedPorts: [{ node: 'server', hostPort: 40001, nodePort: 80 }],
  };

  test.each([
    ['http://server/index.html', 'http://127.0.0.1:40001/index.html'],
    ['http://server:8080/', 'http://10.0.0.2:8080/'],
    ['http://localhost/', 'http://127.0.0.1:40001/'],
    ['https://example.org/a?b', 'https://example.org/a?b'],
    ['javascript:alert(1)', null],
    ['file:///etc/passwd', null],
    ['no address', null],
  ])('%s opens %s', (text, address) => {
    expect(addressToOpen(text, 'server', deployment)).toBe(address);
  });

  test('this machine is not opened in the place of a node that cannot be reached', () => {
    expect(addressToOpen('http://localhost:9000/', 'cache', deployment)).toBeNull();
    expect(addressToOpen('http://localhost:9000/', 'server', null)).toBeNull();
  });
});

test('the lines that do the same', () => {
  expect(connectLine('docker', ['client'])).toBe('nxc connect -f docker client');
  expect(connectLine('docker')).toBe('nxc connect -f docker');
  expect(connectLine('vm', ['client'], 'console')).toBe('nxc connect -f vm --console client');
  expect(logsLine('docker', 'client')).toBe('nxc logs -f docker client --follow');
});
