import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JobProgress } from '#shared/contract/jobs.ts';
import {
  type DriverLog,
  driverError,
  emptyDriverLog,
  finishDriverLog,
  readDriverLog,
} from './readDriverLog.ts';
import { middleFailure, newFailure, oldFailure, script } from './samples.ts';
import { readScriptHints } from './scriptHints.ts';

type Statement = Extract<JobProgress, { type: 'statement' }>;

function read(text: string, passed: boolean, source = script) {
  const hints = readScriptHints(source);
  const told: Statement[] = [];
  const consoles: string[] = [];
  let log: DriverLog = emptyDriverLog;
  for (const line of text.split('\n')) {
    const step = readDriverLog(log, line, hints);
    log = step.log;
    told.push(...step.progress);
    if (step.console !== undefined) consoles.push(`${step.console.node}|${step.console.line}`);
  }
  const last = finishDriverLog(log, passed);
  told.push(...last.progress);
  const ended = new Map<number, Statement>();
  for (const statement of told) ended.set(statement.id, statement);
  return {
    log: last.log,
    told,
    consoles,
    ended: [...ended.values()],
    error: driverError(last.log, 'test script'),
  };
}

const shape = ({ kind, node, text, state }: Statement) => [kind, node, text.split('\n')[0], state];

describe.each([
  ['nixpkgs 20.09', oldFailure],
  ['nixpkgs 25.11', newFailure],
])('a log of %s', (version, text) => {
  const { ended, consoles, log, error } = read(text, false);
  const call = (title: string) => ended.find((statement) => statement.text === title);

  test('gives calls and subtests with their machines', () => {
    const unit =
      version === 'nixpkgs 20.09' ? [] : [['call', 'server', 'waiting for unit web.service', 'passed']];
    const boot = ['call', 'client', 'waiting for the VM to finish booting', 'passed'];
    expect(ended.filter(({ kind }) => kind !== 'log').map(shape)).toEqual([
      ['call', null, version === 'nixpkgs 20.09' ? 'starting all VMs' : 'start all VMs', 'passed'],
      ...unit,
      ['call', 'server', 'waiting for the VM to finish booting', 'passed'],
      ['subtest', null, 'the page is there', 'passed'],
      ['call', 'client', 'must succeed: curl -f http://server', 'passed'],
      ...(version === 'nixpkgs 20.09' ? [boot] : []),
      ['call', 'client', 'must succeed: ', 'passed'],
      ['subtest', null, 'it has a title', 'failed'],
      ['call', 'client', 'must fail: curl -f http://server/nothing', 'passed'],
      ['call', 'client', 'must succeed: grep Title page', 'failed'],
    ]);
  });

  test('gives commands, durations, outputs, and lines of the script where they are sure', () => {
    const page = ended.find(({ kind, text: title }) => kind === 'subtest' && title === 'the page is there');
    expect(page).toMatchObject({ durationMs: 210, line: 4, parent: null });
    expect(call('must fail: curl -f http://server/nothing')).toMatchObject({
      command: 'curl -f http://server/nothing',
      durationMs: 30,
      line: 15,
    });
    // Two lines of the script hold it.
    expect(call('must succeed: curl -f http://server')).toMatchObject({
      durationMs: 120,
      line: null,
      parent: page?.id,
    });
    expect(ended.find(({ command }) => command?.includes('for i'))).toMatchObject({
      command: '\n        for i in 1 2; do\n          curl http://server/$i  # each\n        done\n        ',
      durationMs: 80,
    });
    expect(call('must succeed: grep Title page')).toMatchObject({ output: 'no such\npage' });
    expect(call('one more thing')).toMatchObject({ kind: 'log', node: null });
  });

  test('gives the failure with its line, its own frames and its machine', () => {
    expect(error?.message).toBe('command `grep Title page` failed (exit code 1)');
    expect(error?.line).toBe(3);
    expect(error?.traceback.split('\n').filter((line) => line.startsWith('test script'))).toEqual([
      'test script, line 17, in <module>',
      'test script, line 3, in check',
    ]);
    expect(log.failedNode).toBe('client');
    expect([...log.nodes].sort()).toEqual(['client', 'server']);
  });

  test('gives the consoles', () => {
    expect(consoles.some((line) => line.startsWith('server|[    0.000000] Linux version'))).toBe(true);
    expect(ended.every(({ text: title }) => !title.includes('Linux version'))).toBe(true);
  });
});

test('a failure that is told after the clean-up is told of the call that it ended', () => {
  const { ended, error, log } = read(middleFailure, false, '');
  expect(ended.map(shape)).toEqual([['call', 'server', 'must succeed: false', 'failed']]);
  expect(error).toEqual({
    message: 'command `false` failed (exit code 1)',
    line: 5,
    traceback: 'test script, line 5, in <module>\nException: command `false` failed (exit code 1)',
  });
  expect(log.failedNode).toBe('server');
});

test('a call whose error the script catches has failed, and the group around it has not', () => {
  const lines = [
    'run the VM test script',
    'subtest: catches',
    'a: must succeed: false',
    'a: output: ',
    '(finished: subtest: catches, in 1.00 seconds)',
  ];
  const { ended } = read(lines.join('\n'), true);
  expect(ended.map(({ text, state }) => [text, state])).toEqual([
    ['catches', 'passed'],
    ['must succeed: false', 'failed'],
  ]);
});

test('titles that a script computes are known by what they have in common', () => {
  const hints = readScriptHints(
    `with subtest(f"node {name} (first)"):\n    pass\nwith subtest('it\\'s'):\n    pass`,
  );
  expect(hints.isSubtest('node server (first)')).toBe(true);
  expect(hints.isSubtest("it's")).toBe(true);
  expect(hints.isSubtest('node server first')).toBe(false);
});

describe('whatever the log says', () => {
  const someLine = fc.oneof(
    fc.string(),
    fc.constantFrom(...oldFailure.split('\n'), ...newFailure.split('\n'), ...middleFailure.split('\n')),
  );

  test('each statement begins once and ends once, and parents are groups that are open', () => {
    fc.assert(
      fc.property(fc.array(someLine, { maxLength: 60 }), fc.boolean(), (lines, passed) => {
        const { told, log } = read(lines.join('\n'), passed);
        expect(log.frames).toEqual([]);
        const open = new Map<number, Statement>();
        const seen = new Set<number>();
        for (const statement of told) {
          const parent = statement.parent === null ? null : open.get(statement.parent);
          if (!open.has(statement.id)) {
            expect(seen.has(statement.id)).toBe(false);
            expect(parent === null || parent?.kind === 'subtest').toBe(true);
          }
          seen.add(statement.id);
          if (statement.state === 'running') open.set(statement.id, statement);
          else open.delete(statement.id);
        }
        expect([...open.keys()]).toEqual([]);
      }),
    );
  });
});

interface Call {
  readonly node: string;
  readonly command: string;
  readonly hundredths: number;
}
interface Group {
  readonly title: string;
  readonly parts: readonly (Call | Group)[];
  readonly hundredths: number;
}
const isGroup = (part: Call | Group): part is Group => 'parts' in part;

describe('what a driver would write of a tree of groups and calls', () => {
  const word = fc.stringMatching(/^[a-z]{1,8}( [a-z]{1,8}){0,2}$/);
  const hundredths = fc.integer({ min: 0, max: 99_999 });
  const call = fc.record({ node: fc.constantFrom('server', 'client'), command: word, hundredths });
  const { group } = fc.letrec<{ part: Call | Group; group: Group }>((tie) => ({
    part: fc.oneof({ maxDepth: 3 }, call, tie('group')),
    group: fc.record({ title: word, parts: fc.array(tie('part'), { maxLength: 4 }), hundredths }),
  }));

  const seconds = (part: Call | Group) => (part.hundredths / 100).toFixed(2);
  function write(part: Call | Group, isOld: boolean): string[] {
    const message = isGroup(part) ? `subtest: ${part.title}` : `must succeed: ${part.command}`;
    const prefix = isGroup(part) ? '' : `${part.node}: `;
    const inside = isGroup(part) ? part.parts.flatMap((one) => write(one, isOld)) : [`${part.node} # noise`];
    const end = isOld
      ? `(${seconds(part)} seconds)`
      : `${prefix}(finished: ${message}, in ${seconds(part)} seconds)`;
    return [prefix + message, ...inside, end];
  }
  const expected = (part: Call | Group): unknown =>
    isGroup(part)
      ? { text: part.title, durationMs: Number(seconds(part)) * 1000, parts: part.parts.map(expected) }
      : { node: part.node, command: part.command, durationMs: Number(seconds(part)) * 1000 };
  function tree(statements: readonly Statement[], parent: number | null): unknown[] {
    return statements
      .filter((statement) => statement.parent === parent)
      .map(({ id, kind, text, node, command, durationMs }) =>
        kind === 'subtest'
          ? { text, durationMs, parts: tree(statements, id) }
          : { node, command, durationMs },
      );
  }

  test.each([true, false])('is read back as that tree (old form: %s)', (isOld) => {
    fc.assert(
      fc.property(fc.array(group, { maxLength: 3 }), (groups) => {
        const lines = ['run the VM test script', ...groups.flatMap((one) => write(one, isOld)), 'cleanup'];
        const { ended } = read(lines.join('\n'), true, '');
        expect(tree(ended, null)).toEqual(groups.map(expected));
        expect(ended.every(({ state }) => state === 'passed')).toBe(true);
      }),
    );
  });
});
