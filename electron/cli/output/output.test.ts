import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { AppError } from '#shared/errors.ts';
import { statusLines } from '../commands/status.ts';
import { errorText } from './errorText.ts';
import { lastingLines, liveLines } from './progressLines.ts';
import { advance, noProgress } from './progressState.ts';
import { createLiveView, createPlainView } from './progressView.ts';
import { chooseStyle } from './style.ts';
import { ago, duration, shorten, table } from './text.ts';

const plain = chooseStyle({ isTerminal: false, refused: false, environment: {} });
const coloured = chooseStyle({ isTerminal: true, refused: false, environment: {} });
const options = { style: plain, verbose: false, showLog: false };

const progress: readonly JobProgress[] = [
  { type: 'step', title: 'Building composition::docker' },
  { type: 'command', command: 'nix build' },
  { type: 'derivation', name: 'etc', state: 'building', phase: 'buildPhase' },
  { type: 'counts', done: 0, expected: 2, running: 1, failed: 0 },
  { type: 'log', line: 'hello', source: 'etc' },
  { type: 'derivation', name: 'etc', state: 'built' },
  { type: 'warning', message: 'Careful.', hint: 'Look.' },
  { type: 'step', title: 'Creating 1 node' },
  { type: 'node', node: 'server', state: 'creating' },
  { type: 'node', node: 'server', state: 'running' },
];

test('colours are for terminals, and for nobody who refused them', () => {
  expect(plain.red('x')).toBe('x');
  expect(coloured.red('x')).not.toBe('x');
  for (const environment of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) {
    expect(chooseStyle({ isTerminal: true, refused: false, environment }).red('x')).toBe('x');
  }
  expect(chooseStyle({ isTerminal: true, refused: true, environment: {} }).red('x')).toBe('x');
});

test('in a pipe progress is plain lines that stay', () => {
  let written = '';
  const view = createPlainView({ write: (text) => (written += text) }, options);
  for (const event of progress) view.show(event, 0);
  view.end(true);
  expect(written).toBe(
    [
      'Building composition::docker',
      '  built etc',
      'warning: Careful.',
      'hint: Look.',
      'Creating 1 node',
      '  server running',
      '',
    ].join('\n'),
  );
});

test('when asked for more, commands and output are shown too', () => {
  const verbose = { ...options, verbose: true };
  expect(progress.flatMap((event) => lastingLines(event, verbose))).toEqual(
    expect.arrayContaining(['  $ nix build', '  etc> hello']),
  );
});

test('the live view shows step, counts, derivations and nodes that are busy', () => {
  const state = progress.slice(0, 4).reduce((known, event) => advance(known, event, 1000), noProgress);
  expect(liveLines(state, 3500, 0, plain)).toEqual([
    '⠋ Building composition::docker 0/2 2.50 s',
    '  etc buildPhase',
  ]);
  const later = progress.reduce((known, event) => advance(known, event, 1000), noProgress);
  expect(liveLines(later, 1000, 0, plain)).toEqual(['⠋ Creating 1 node 0.00 s']);
});

test('a terminal is left with the finished steps and what must not be missed', () => {
  const screen = createScreen();
  const view = createLiveView({ write: screen.write, columns: 60 }, options);
  for (const event of progress) {
    if (event.type === 'warning') view.notice('Cancelling …');
    view.show(event, 0);
  }
  view.end(true);
  expect(screen.lines()).toEqual([
    'Cancelling …',
    'warning: Careful.',
    'hint: Look.',
    expect.stringMatching(/^✓ Building composition::docker/),
    expect.stringMatching(/^✓ Creating 1 node/),
  ]);
});

const controlStart = '\u001b';
const controlSequence = new RegExp(`(${controlStart}\\[[?0-9]*[A-Za-z]|\\n|\\r)`);

/** As much of a terminal as the live view uses: lines, going up, erasing. */
function createScreen() {
  const rows = [''];
  let row = 0;
  return {
    write(text: string) {
      for (const part of text.split(controlSequence)) {
        if (part === '\n') {
          row += 1;
          rows[row] ??= '';
        } else if (part === '\u001b[2K') rows[row] = '';
        else if (part === '\u001b[1A') row -= 1;
        else if (!part.startsWith('\u001b') && part !== '\r') rows[row] += part;
      }
    },
    lines: () => rows.filter((line) => line !== ''),
  };
}

test('an error shows the line, the place and what to do', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'nxc-error-'));
  const file = join(folder, 'composition.nix');
  await writeFile(file, '{\n\troles = x;\n}\n');
  const error = new AppError('nix-evaluation', 'x is not defined.', {
    hint: 'Define it.',
    details: { position: { file, line: 2, column: 10 }, raw: 'the whole story' },
  }).toJSON();
  expect(errorText(error, { style: plain, verbose: false })).toEqual([
    'error: x is not defined.',
    `  ${file}:2:10`,
    '  2 | \troles = x;',
    '      \t        ^',
    'hint: Define it.',
    '(`nxc -v …` shows the full output)',
  ]);
  expect(errorText(error, { style: plain, verbose: true })).toContain('the whole story');
  await rm(folder, { recursive: true });
  expect(errorText(error, { style: plain, verbose: false })[1]).toBe(`  ${file}:2:10`);
});

test('an error tells the node, the command, what was left and where it was logged', () => {
  const error = new AppError('internal', 'It broke.', {
    details: {
      node: 'server',
      command: { command: 'docker rm', exitCode: 3, lastLines: ['one', 'two'] },
      leftovers: ['network n'],
      logId: 'abc',
    },
  }).toJSON();
  expect(errorText(error, { style: plain, verbose: false })).toEqual([
    'error: It broke. (node server)',
    '  $ docker rm   (exit code 3)',
    '  | one',
    '  | two',
    'left behind:',
    '  network n',
    'log:  entry abc',
  ]);
});

test('a failed statement shows its output, a passed one does not', () => {
  const statement = {
    type: 'statement',
    id: 1,
    parent: null,
    kind: 'call',
    line: 3,
    node: 'client',
    text: 'succeed("ls")',
    output: 'no such file\n',
    durationMs: 12,
  } as const;
  expect(lastingLines({ ...statement, state: 'passed' }, options)).toEqual([
    '  ✓ client: succeed("ls")  0.01 s',
  ]);
  expect(lastingLines({ ...statement, state: 'failed' }, options)).toEqual([
    '  ✗ client: succeed("ls")  0.01 s',
    '    | no such file',
  ]);
});

test('the status names builds, nodes and what is out of date', () => {
  const target = { directory: '/p', composition: 'composition', flavour: 'docker' as const };
  const deployment = {
    target,
    identifier: 'p',
    composeInfo: '/c',
    startedAt: 0,
    freshness: 'stale' as const,
    publishedPorts: [{ node: 'server', hostPort: 8080, nodePort: 80 }],
    nodes: [
      {
        name: 'server',
        role: 'server',
        status: { state: 'running' as const, address: '172.18.0.2', since: 0 },
      },
      { name: 'client', role: 'client', status: { state: 'exited' as const, exitCode: 3, at: 0 } },
    ],
  };
  const lines = statusLines(
    [
      { ...target, build: 'built', builtAt: 0, deployment },
      { ...target, flavour: 'vm', build: 'never', builtAt: null, deployment: null },
    ],
    300_000,
    plain,
  );
  expect(lines).toEqual([
    'COMPOSITION  FLAVOUR  BUILD            NODES',
    'composition  docker   built 5 min ago  1/2 running, of an older build',
    'composition  vm       never built',
    '',
    'composition::docker',
    '  server  server  running  172.18.0.2   localhost:8080 → 80',
    '  client  client  exited   exit code 3',
  ]);
});

test('the status says which cables are cut, that machines are emulated, and which flavour cannot be asked', () => {
  const target = { directory: '/p', composition: 'composition', flavour: 'vm' as const };
  const deployment = {
    target,
    identifier: 'p',
    composeInfo: '/c',
    startedAt: 0,
    freshness: 'current' as const,
    publishedPorts: [],
    notices: ['Virtual machines are emulated.'],
    nodes: [
      {
        name: 'server',
        role: 'server',
        status: { state: 'running' as const, address: '192.168.1.1', since: 0 },
        link: { connected: false },
      },
    ],
  };
  const problem = new AppError('daemon-unreachable', 'Docker does not answer.', {
    hint: 'Start it.',
  }).toJSON();
  const lines = statusLines(
    [
      { ...target, build: 'built', builtAt: 0, deployment },
      { ...target, flavour: 'docker', build: 'built', builtAt: 0, deployment: null, problem },
    ],
    300_000,
    plain,
  );
  expect(lines).toEqual([
    'COMPOSITION  FLAVOUR  BUILD            NODES',
    'composition  vm       built 5 min ago  1/1 running',
    'composition  docker   built 5 min ago  not known',
    '',
    'composition::vm',
    '  server  server  running, link cut  192.168.1.1',
    '  notice: Virtual machines are emulated.',
    '',
    'warning: What runs on docker is not known: Docker does not answer.',
    'hint: Start it.',
  ]);
});

test('a line is never wider than the terminal, whatever its colours', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), fc.integer({ min: 5, max: 40 }), (words, columns) => {
      const line = words.map((word, index) => (index % 2 === 0 ? word : coloured.red(word))).join('');
      expect(stripVTControlCharacters(shorten(line, columns)).length).toBeLessThanOrEqual(columns);
    }),
  );
});

test('measures read as people write them', () => {
  expect([234, 12_345, 125_000].map(duration)).toEqual(['0.23 s', '12.3 s', '2 min 05 s']);
  expect([0, 300_000, 7_200_000, 200_000_000].map(ago)).toEqual([
    'just now',
    '5 min ago',
    '2 h ago',
    '2 days ago',
  ]);
  expect(
    table([
      ['a', 'b'],
      ['long', 'c'],
    ]),
  ).toEqual(['a     b', 'long  c']);
});
