import { expect, test } from 'vitest';
import { createDeploymentsSlice } from '#renderer/store/deployments.ts';
import type { TargetStatus } from '#shared/contract/deployments.ts';
import { readStatus } from './readStatus.ts';

const built = (build: TargetStatus['build']): TargetStatus => ({
  composition: 'composition',
  flavour: 'docker',
  build,
  builtAt: 1,
  deployment: null,
});

test('an answer from before a change is asked for again', async () => {
  const deployments = createDeploymentsSlice();
  deployments.dispatch({ type: 'followed', directory: '/lab' });
  let asked = 0;
  const status = async (): Promise<TargetStatus[]> => {
    asked++;
    if (asked > 1) return [built('stale')];
    deployments.dispatch({ type: 'read', directory: '/lab', targets: [built('built')] });
    return [built('never')];
  };
  await readStatus({ deployments, client: { deployments: { status } } }, '/lab');
  expect(asked).toBe(2);
  expect(deployments.getState().targets).toEqual([built('stale')]);
});

test('another project’s answer is left alone', async () => {
  const deployments = createDeploymentsSlice();
  deployments.dispatch({ type: 'followed', directory: '/other' });
  const status = async (): Promise<TargetStatus[]> => [built('built')];
  await readStatus({ deployments, client: { deployments: { status } } }, '/lab');
  expect(deployments.getState().targets).toEqual([]);
});
