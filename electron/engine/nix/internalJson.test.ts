import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { emptyNixLog, type NixLog, reduceNixLog } from './internalJson.ts';

const sample = (name: string) => readFileSync(join(import.meta.dirname, 'samples', name), 'utf8').split('\n');

function read(lines: readonly string[]): { log: NixLog; progress: JobProgress[] } {
  let log = emptyNixLog;
  const progress: JobProgress[] = [];
  for (const line of lines) {
    const step = reduceNixLog(log, line);
    log = step.log;
    progress.push(...step.progress);
  }
  return { log, progress };
}

const derivations = (progress: readonly JobProgress[], state: string) =>
  progress.flatMap((entry) => (entry.type === 'derivation' && entry.state === state ? [entry.name] : []));

describe('a build that succeeds', () => {
  const { log, progress } = read(sample('build.jsonl'));

  test('names each derivation when it begins and when it is built', () => {
    expect(derivations(progress, 'building')).toContain('slow-site');
    expect(derivations(progress, 'built').sort()).toEqual(derivations(progress, 'building').sort());
    expect(log.built.size).toBe(9);
    expect(log.failed.size).toBe(0);
  });

  test('passes on what builders write, with who wrote it', () => {
    const lines = progress.filter((entry) => entry.type === 'log');
    expect(lines).toContainEqual({ type: 'log', line: 'line on stdout', source: 'slow-site' });
    expect(lines).toContainEqual({ type: 'log', line: 'unicode é "quoted" \\ back', source: 'slow-site' });
  });

  test('counts up to the whole', () => {
    const counts = progress.findLast((entry) => entry.type === 'counts' && entry.expected > 0);
    expect(counts).toMatchObject({ done: 9, expected: 9, failed: 0 });
    expect(log.activities.size).toBe(0);
  });
});

describe('a build that fails', () => {
  const { log, progress } = read(sample('build-failure.jsonl'));

  test('marks the derivation whose builder failed, and that one alone', () => {
    expect(derivations(progress, 'failed')).toEqual(['slow-site']);
    expect(derivations(progress, 'built')).not.toContain('slow-site');
  });

  test('keeps its last lines and every error message without colours', () => {
    const [failed] = log.failed;
    expect(log.tails.get(failed ?? '')?.length).toBeGreaterThan(0);
    expect(log.errors[0]).toMatch(
      /^error: builder for '\/nix\/store\/.*-slow-site\.drv' failed with exit code 3$/,
    );
    expect(log.errors).toHaveLength(6);
  });
});

test('a failure that is only named after its activity ended is still marked', () => {
  const drv = '/nix/store/xmzwc7mh219kb87n2zx65y5x3w8z5g0h-boom.drv';
  const line = (entry: unknown) => `@nix ${JSON.stringify(entry)}`;
  const { log, progress } = read([
    line({ action: 'start', id: 1, level: 0, text: '', type: 104 }),
    line({ action: 'start', id: 2, level: 3, text: '', type: 105, fields: [drv, '', 1, 1] }),
    line({ action: 'result', id: 2, type: 101, fields: ['hello'] }),
    line({ action: 'result', id: 1, type: 105, fields: [0, 0, 0, 1] }),
    line({ action: 'stop', id: 2 }),
    line({ action: 'msg', level: 0, msg: `error: builder for '${drv}' failed with exit code 3` }),
  ]);
  expect(derivations(progress, 'failed')).toEqual(['boom']);
  expect(log.tails.get(drv)).toEqual(['hello']);
});

test('downloads, phases and warnings are told', () => {
  const line = (entry: unknown) => `@nix ${JSON.stringify(entry)}`;
  const path = '/nix/store/xmzwc7mh219kb87n2zx65y5x3w8z5g0h-hello-2.12';
  const { progress } = read([
    line({ action: 'start', id: 1, level: 3, text: '', type: 108, fields: [path, 'https://cache'] }),
    line({ action: 'stop', id: 1 }),
    line({ action: 'start', id: 2, level: 3, text: '', type: 105, fields: [`${path}.drv`, '', 1, 1] }),
    line({ action: 'result', id: 2, type: 104, fields: ['unpackPhase'] }),
    line({ action: 'msg', level: 1, msg: '\u001b[35;1mwarning:\u001b[0m the cache is slow' }),
    line({ action: 'msg', level: 5, msg: 'evaluating file' }),
  ]);
  expect(progress).toEqual([
    { type: 'derivation', name: 'hello-2.12', state: 'downloading' },
    { type: 'derivation', name: 'hello-2.12', state: 'downloaded' },
    { type: 'derivation', name: 'hello-2.12', state: 'building' },
    { type: 'derivation', name: 'hello-2.12', state: 'building', phase: 'unpackPhase' },
    { type: 'warning', message: 'the cache is slow' },
  ]);
});

test('a line outside the protocol is kept as text', () => {
  const { log } = read(['fatal: not a git repository', '']);
  expect(log.plain).toEqual(['fatal: not a git repository']);
});

test('only the last lines of a builder are kept, and only those of recent builders', () => {
  const line = (entry: unknown) => `@nix ${JSON.stringify(entry)}`;
  const drv = (index: number) => `/nix/store/xmzwc7mh219kb87n2zx65y5x3w8z5g0h-d${index}.drv`;
  const lines: string[] = [];
  for (let index = 0; index < 80; index++) {
    lines.push(line({ action: 'start', id: index, level: 3, text: '', type: 105, fields: [drv(index)] }));
    for (let number = 0; number < 40; number++) {
      lines.push(line({ action: 'result', id: index, type: 101, fields: [`line ${number}`] }));
    }
    lines.push(line({ action: 'stop', id: index }));
  }
  const { log } = read(lines);
  expect(log.tails.size).toBe(50);
  expect(log.tails.has(drv(29))).toBe(false);
  expect(log.tails.get(drv(79))?.at(0)).toBe('line 10');
});

describe('damaged input', () => {
  const whole = ['build.jsonl', 'build-failure.jsonl', 'evaluation-error-trace.jsonl'].flatMap(sample);

  test('lines that are cut off or have a character replaced never throw', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            line: fc.constantFrom(...whole),
            cut: fc.nat(400),
            at: fc.nat(400),
            put: fc.string({ maxLength: 3 }),
          }),
          { maxLength: 60 },
        ),
        (damages) => {
          read(
            damages.map(({ line, cut, at, put }) =>
              (line.slice(0, at) + put + line.slice(at + 1)).slice(0, cut),
            ),
          );
        },
      ),
    );
  });

  test('any JSON behind the prefix never throws', () => {
    fc.assert(
      fc.property(fc.array(fc.json(), { maxLength: 20 }), (values) => {
        read(values.map((value) => `@nix ${value}`));
      }),
    );
  });
});
