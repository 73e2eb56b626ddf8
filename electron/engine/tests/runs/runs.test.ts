/** What is kept of a run, and its reports. */
import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { NodeLine } from '#shared/contract/tests.ts';
import { writeReport } from '../reports/index.ts';
import { createScriptBench, type ScriptBench } from '../testing/scriptRun.ts';
import { parseJournal } from './journal.ts';
import { keptLines } from './nodeLines.ts';
import { createRunRecord } from './record.ts';
import { keepRun, listRuns, nameRun, readLines, readRun, type StoredRun } from './store.ts';

// An interpreter is started, and this machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let bench: ScriptBench;
let run: string;
let stored: StoredRun;

const script = `print("<b>begin</b> & \\x1b[31mred\\x07")
with subtest("outer"):
    with subtest("inner"):
        server.succeed("echo one")
    web_1.succeed("echo two")
with subtest("fails"):
    server.succeed("echo '<why>'; exit 3")
`;

beforeAll(async () => {
  bench = await createScriptBench();
  const { result } = await bench.run(script);
  expect(result.passed).toBe(false);
  ({ run } = result);
  stored = await readRun(bench.target, run);
});

afterAll(() => bench.close());

test('a run is kept with its script, its statements and its failure', async () => {
  const { summary, entries } = stored;
  expect(summary).toMatchObject({
    run,
    outcome: 'failed',
    script: { source: script },
    nodes: ['server', 'web-1'],
    failure: { line: 7, node: 'server' },
  });
  expect(entries.map(({ kind, text, state, line }) => [kind, text, state, line])).toEqual([
    ['log', '<b>begin</b> & \u001b[31mred\u0007', 'passed', 1],
    ['subtest', 'outer', 'passed', 2],
    ['subtest', 'inner', 'passed', 3],
    ['call', "server.succeed('echo one')", 'passed', 4],
    ['call', "web-1.succeed('echo two')", 'passed', 5],
    ['subtest', 'fails', 'failed', 6],
    ['call', `server.succeed("echo '<why>'; exit 3")`, 'failed', 7],
  ]);
  const [, , inner, call] = entries;
  expect(call).toMatchObject({ parent: inner?.id, command: 'echo one', output: 'one\n' });
  expect(call?.startedAt).toBeGreaterThanOrEqual(summary.startedAt);
});

test('lines of consoles are kept with the moment at which they came', async () => {
  const told: NodeLine[] = [];
  const stop = bench.tests.onNodeLines((_, lines) => told.push(...lines));
  const before = Date.now();
  const { result } = await bench.runAlone(
    'server.succeed("sleep 0.7; echo first >> console; sleep 0.7; echo second >> console; sleep 0.7")',
  );
  stop();
  expect(result.failure).toBeNull();
  const lines = (await readLines(bench.target, result.run)).filter(({ node }) => node === 'server');
  expect(lines.map(({ line }) => line)).toEqual(['first', 'second']);
  const [first, second] = lines;
  expect(first?.at).toBeGreaterThan(before);
  expect(second?.at).toBeGreaterThan(first?.at ?? 0);
  expect(told).toEqual(lines);
  const query = { from: second?.at ?? 0, to: Number.MAX_SAFE_INTEGER, limit: 10 };
  expect(await bench.tests.nodeLines(bench.target, result.run, query)).toEqual({
    lines: [second],
    isWhole: true,
  });
  await appendFile(join(bench.home('server'), 'console'), 'after\n');
});

test('kept lines are in order, can be narrowed, and say when some are missing', () => {
  const line = (node: string, at: number): NodeLine => ({
    node,
    source: 'console',
    at,
    line: `${node}${at}`,
  });
  const kept = keptLines([line('a', 3), line('b', 2), line('a', 1)]);
  const all = { from: 0, to: 10, limit: 10 };
  expect(kept.between(all).lines.map(({ at }) => at)).toEqual([1, 2, 3]);
  expect(kept.between({ ...all, nodes: ['b'] }).lines).toEqual([line('b', 2)]);
  expect(kept.between({ ...all, limit: 2 })).toMatchObject({
    lines: [line('b', 2), line('a', 3)],
    isWhole: false,
  });
  for (let at = 0; at < 45_000; at++) kept.add([line('c', at)]);
  expect(kept.between({ from: 0, to: 1e9, limit: 1e9 }).isWhole).toBe(false);
  expect(kept.last('c', 2)).toEqual(['c44998', 'c44999']);
});

test('a record has limits of its own', () => {
  const record = createRunRecord(() => 5);
  const output = 'x'.repeat(16_000);
  for (let id = 0; id < 30_000; id++) {
    const statement = {
      type: 'statement',
      id,
      parent: null,
      kind: 'call',
      line: 1,
      node: null,
      text: 'x',
    } as const;
    record.add({ ...statement, state: 'running' });
    record.add({ ...statement, state: 'passed', output });
  }
  const entries = record.entries();
  expect(entries).toHaveLength(20_000);
  expect(entries.reduce((sum, entry) => sum + entry.output.length, 0)).toBeLessThan(10_000_000);
});

test('lines of journals are read with their own time', () => {
  const text = '1763733000.250000 server sshd[12]: Accepted key\n-- No entries --\n1763733001.5 server x: y';
  expect(parseJournal('server', text)).toEqual([
    { node: 'server', source: 'journal', at: 1763733000250, line: 'sshd[12]: Accepted key' },
    { node: 'server', source: 'journal', at: 1763733001500, line: 'x: y' },
  ]);
});

test('JUnit XML is well-formed whatever was printed, with a case for each subtest', async () => {
  const text = await writeReport('junit', stored, []);
  const errors: string[] = [];
  const document = new DOMParser({ onError: (_, message) => errors.push(message) }).parseFromString(
    text,
    'text/xml',
  );
  expect(errors).toEqual([]);
  const cases = [...document.getElementsByTagName('testcase')].map((element) => [
    element.getAttribute('name'),
    element.getElementsByTagName('failure').length,
  ]);
  expect(cases).toEqual([
    ['script.py', 0],
    ['outer', 0],
    ['outer / inner', 0],
    ['fails', 1],
  ]);
  expect(document.documentElement?.getAttribute('failures')).toBe('1');
  expect(text).toContain('&lt;why&gt;');
});

test('a run without subtests is one case', async () => {
  const plain = { summary: stored.summary, entries: stored.entries.filter(({ kind }) => kind === 'call') };
  const text = await writeReport('junit', plain, []);
  expect(text).toMatch(/<testsuites tests="1" failures="1"/);
});

test('HTML holds everything and loads nothing', async () => {
  const line: NodeLine = {
    node: 'server',
    source: 'console',
    at: Date.now(),
    line: '<script>alert(1)</script>',
  };
  const text = await writeReport('html', stored, [line]);
  expect(text).not.toMatch(/<script|<link|<img|src=|url\(|https?:/);
  expect(text).toContain('&lt;script&gt;');
  for (const part of ['&lt;b&gt;begin', 'outer', 'inner', '&lt;why&gt;', 'id="line-7" class="failed"']) {
    expect(text).toContain(part);
  }
});

test('JSON is the summary with all of the rest', async () => {
  const report = JSON.parse(await writeReport('json', stored, [])) as Record<string, unknown>;
  expect(report).toMatchObject({ run, outcome: 'failed', lines: [] });
  expect(report.entries).toHaveLength(7);
});

test('runs are listed, the newest first, and only so many are kept', async () => {
  const { summary, entries } = stored;
  for (let count = 0; count < 25; count++) {
    const startedAt = summary.startedAt + 1000 * (count + 1);
    await keepRun({ summary: { ...summary, run: nameRun(startedAt), startedAt }, entries }, []);
  }
  const listed = await listRuns(bench.project, undefined);
  expect(listed).toHaveLength(20);
  expect(listed[0]?.startedAt).toBe(summary.startedAt + 25_000);
  expect(await listRuns(bench.project, { ...bench.target, composition: 'other' })).toEqual([]);
  await expect(readRun(bench.target, run)).rejects.toMatchObject({ code: 'not-found' });
  // What another hand has damaged is left out.
  const folder = join(bench.project, 'artifact', 'composition', 'docker', 'test-runs');
  await mkdir(join(folder, 'damaged'));
  await writeFile(join(folder, 'damaged', 'run.json'), '{');
  expect(await listRuns(bench.project, bench.target)).toHaveLength(20);
  expect(await readdir(folder)).toContain('damaged');
});
