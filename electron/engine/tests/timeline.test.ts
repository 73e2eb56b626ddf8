import { expect, test } from 'vitest';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { jobProgress } from '#shared/contract/jobs.ts';
import { createTimeline } from './timeline.ts';

function record(): { told: JobProgress[]; report: (progress: JobProgress) => void } {
  const told: JobProgress[] = [];
  return { told, report: (progress) => told.push(jobProgress.parse(progress)) };
}

test('groups hold what happens inside of them', () => {
  const { told, report } = record();
  const timeline = createTimeline(report);
  timeline.beginGroup({ text: 'outer', line: 1 });
  timeline.beginGroup({ text: 'inner', line: 2 });
  timeline.begin({ kind: 'call', text: 'call', line: 3, node: 'a' })(true, 'output');
  timeline.endGroup(true);
  timeline.print('said', null, null);
  timeline.endGroup(false);
  const parents = told.map((entry) =>
    entry.type === 'statement' ? [entry.text, entry.state, entry.parent] : [],
  );
  expect(parents).toEqual([
    ['outer', 'running', null],
    ['inner', 'running', 0],
    ['call', 'running', 1],
    ['call', 'passed', 1],
    ['inner', 'passed', 0],
    ['said', 'passed', 0],
    ['outer', 'failed', null],
  ]);
  expect(timeline.count).toBe(3);
});

test('what a broken-off script left open ends as failed', () => {
  const { told, report } = record();
  const timeline = createTimeline(report);
  timeline.beginGroup({ text: 'open', line: 1 });
  timeline.close();
  expect(told.at(-1)).toMatchObject({ text: 'open', state: 'failed' });
});

test('endless output is cut, with beginning and end kept', () => {
  const { told, report } = record();
  const timeline = createTimeline(report);
  timeline.begin({ kind: 'call', text: 'x', line: 1, node: null })(true, `first${'.'.repeat(1e6)}last`);
  const last = told.at(-1);
  const output = last?.type === 'statement' ? (last.output ?? '') : '';
  expect(output.length).toBeLessThan(20_000);
  expect(output).toMatch(/^first.*last$/s);
  for (let count = 0; count < 20_000; count++) timeline.print('again', null, null);
  expect(told.length).toBeLessThan(11_000);
  expect(told.at(-1)).toMatchObject({ type: 'warning' });
});
