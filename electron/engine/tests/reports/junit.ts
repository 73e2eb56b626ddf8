/** A run as JUnit XML: a test case for each subtest, and one for what is in none. */
import { basename } from 'node:path';
import { create } from 'xmlbuilder';
import type { StoredRun } from '../runs/store.ts';
import { type OutlineNode, outline, subtests } from './outline.ts';

interface Case {
  readonly name: string;
  readonly durationMs: number;
  readonly failed: boolean;
  readonly statements: readonly OutlineNode[];
}

export function junitReport({ summary, entries }: StoredRun): string {
  const top = outline(entries);
  const cases: Case[] = subtests(top).map(({ path, node }) => ({
    name: path.join(' / '),
    durationMs: node.durationMs ?? 0,
    failed: node.state !== 'passed',
    statements: node.children.filter(({ kind }) => kind !== 'subtest'),
  }));
  const loose = top.filter(({ kind }) => kind !== 'subtest');
  const isFailureTold = cases.some(({ failed }) => failed);
  if (cases.length === 0 || loose.length > 0 || (summary.failure !== null && !isFailureTold)) {
    cases.unshift({
      name: summary.script.name,
      durationMs: cases.length === 0 ? summary.durationMs : total(loose),
      failed: summary.failure !== null && !isFailureTold,
      statements: loose,
    });
  }

  const { composition, flavour } = summary.target;
  const suiteName = `${composition}::${flavour}`;
  const counts = { tests: cases.length, failures: cases.filter(({ failed }) => failed).length, errors: 0 };
  // XML has no place for most control characters, and terminals write them.
  const root = create('testsuites', { encoding: 'UTF-8', invalidCharReplacement: '\u2426' });
  root.att({ ...counts, time: seconds(summary.durationMs) });
  const suite = root.ele('testsuite', {
    name: suiteName,
    ...counts,
    skipped: 0,
    time: seconds(summary.durationMs),
    timestamp: new Date(summary.startedAt).toISOString(),
  });
  const properties = suite.ele('properties');
  properties.ele('property', { name: 'flavour', value: flavour });
  properties.ele('property', { name: 'nodes', value: summary.nodes.join(' ') });
  properties.ele('property', { name: 'statements', value: summary.statements });
  for (const one of cases) {
    const element = suite.ele('testcase', {
      name: one.name,
      classname: suiteName,
      time: seconds(one.durationMs),
      ...place(summary),
    });
    if (one.failed) {
      const {
        message = 'It did not end.',
        traceback = '',
        lastLines = [],
        node = null,
      } = summary.failure ?? {};
      const log = lastLines.length === 0 ? '' : `\n\nThe last lines of ${node}:\n${lastLines.join('\n')}`;
      const type = summary.outcome === 'cancelled' ? 'cancelled' : 'failure';
      element.ele('failure', { message, type }, `${traceback}${log}`);
    }
    if (one.statements.length > 0)
      element.ele('system-out', {}, one.statements.map(statementText).join('\n'));
  }
  return `${root.end({ pretty: true })}\n`;
}

function place({ script, failure }: StoredRun['summary']): { file?: string; line?: number } {
  const position = failure?.position;
  if (position !== undefined && position !== null) return { file: position.file, line: position.line };
  return script.position === null ? {} : { file: basename(script.position.file) };
}

function statementText({ state, text, output, durationMs }: OutlineNode): string {
  const mark = state === 'passed' ? 'ok' : 'FAILED';
  const time = durationMs === null ? '' : ` (${seconds(durationMs)} s)`;
  return [
    `${mark} ${text}${time}`,
    ...(output === ''
      ? []
      : output
          .trimEnd()
          .split('\n')
          .map((line) => `    ${line}`)),
  ].join('\n');
}

const seconds = (milliseconds: number): string => (milliseconds / 1000).toFixed(3);

const total = (statements: readonly OutlineNode[]): number =>
  statements.reduce((sum, { durationMs }) => sum + (durationMs ?? 0), 0);
