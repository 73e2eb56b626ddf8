import { expect, test } from 'vitest';
import type { DeployedNode, NodeState } from '#shared/contract/deployments.ts';
import { nodeWord } from './nodeWords.ts';

const running: NodeState = { state: 'running', address: null, since: 1 };
const slow = { connected: true, shape: { delayMs: 50, lossPercent: 5 } };

test.each<[NodeState, DeployedNode['link'], string, string]>([
  [running, undefined, 'running', 'Running'],
  [running, { connected: true }, 'running', 'Running'],
  [running, { connected: false }, 'stale', 'Link cut'],
  [running, slow, 'stale', 'Link: 50 ms late, 5 % lost'],
  [{ state: 'paused', address: null }, { connected: false }, 'stale', 'Paused, link cut'],
  [{ state: 'exited', exitCode: 0, at: 1 }, { connected: false }, 'stale', 'Ended'],
  [{ state: 'exited', exitCode: 137, at: 1 }, undefined, 'failed', 'Ended (exit code 137)'],
])('%j with the link %j', (status, link, state, word) => {
  expect(nodeWord(status, link)).toEqual({ state, word });
});
