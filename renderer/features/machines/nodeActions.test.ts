import { expect, test } from 'vitest';
import type { NodeState } from '#shared/contract/deployments.ts';
import { lineOf, type NodeAction, nodeActions, possibleActions, possibleGroups } from './nodeActions.ts';

const running: NodeState = { state: 'running', address: null, since: 1 };
const paused: NodeState = { state: 'paused', address: null };
const off: NodeState = { state: 'exited', exitCode: 0, at: 1 };

test.each<[string, NodeState, { connected: boolean } | undefined, NodeAction[]]>([
  ['running', running, undefined, ['console', 'screenshot', 'pause', 'cut', 'reset', 'shutdown', 'crash']],
  [
    'cut off',
    running,
    { connected: false },
    ['console', 'screenshot', 'pause', 'restore', 'reset', 'shutdown', 'crash'],
  ],
  ['paused', paused, undefined, ['console', 'screenshot', 'resume', 'cut', 'reset', 'crash']],
  ['off', off, undefined, ['start']],
  ['not there', { state: 'absent' }, undefined, []],
])('what can be done to a machine that is %s', (_, status, link, expected) => {
  const node = { name: 'client', status, ...(link === undefined ? {} : { link }) };
  expect(possibleActions(node, 'vm')).toEqual(expected);
  expect(possibleGroups(node, 'vm').flat()).toEqual(expected);
  expect(possibleActions(node, 'docker')).toEqual(
    expected.filter((action) => action !== 'console' && action !== 'screenshot'),
  );
});

test('each has a line of its own', () => {
  const lines = (Object.keys(nodeActions) as NodeAction[]).map((action) =>
    lineOf(action, { flavour: 'vm' }, 'client'),
  );
  expect(new Set(lines).size).toBe(lines.length);
  expect(lineOf('cut', { flavour: 'vm' }, 'client')).toBe('nxc link cut -f vm client');
  expect(lineOf('pause', { flavour: 'docker' }, 'client')).toBe('nxc power pause -f docker client');
});
