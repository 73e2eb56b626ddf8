/** The lines of progress: those that stay on the screen, and the few that are redrawn at its bottom. */
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { ProgressState } from './progressState.ts';
import type { Style } from './style.ts';
import { count, duration } from './text.ts';

export interface LineOptions {
  readonly style: Style;
  /** Also the commands and what the tools print. */
  readonly verbose: boolean;
  /** What the tools print is the point of the work, e.g. while packages are installed. */
  readonly showLog: boolean;
}

const indent = '  ';

/** Lines that an event leaves behind for good. Without time stamps, so that two runs can be compared. */
export function lastingLines(progress: JobProgress, { style, verbose, showLog }: LineOptions): string[] {
  switch (progress.type) {
    case 'step':
      return [style.bold(progress.title)];
    case 'command':
      return verbose || showLog ? [style.dim(`${indent}$ ${progress.command}`)] : [];
    case 'log': {
      const source = progress.source === undefined ? '' : `${progress.source}> `;
      return verbose || showLog ? [style.dim(`${indent}${source}${progress.line}`)] : [];
    }
    case 'warning':
      return [
        `${style.yellow('warning:')} ${progress.message}`,
        ...(progress.hint === undefined ? [] : [`${style.cyan('hint:')} ${progress.hint}`]),
      ];
    case 'derivation':
      if (progress.state === 'failed') return [`${indent}${style.red('failed')} ${progress.name}`];
      return progress.state === 'built' || progress.state === 'downloaded'
        ? [`${indent}${style.green(progress.state)} ${progress.name}`]
        : [];
    case 'node':
      if (progress.state === 'failed') return [`${indent}${progress.node} ${style.red('failed')}`];
      return progress.state === 'running' || progress.state === 'removed'
        ? [`${indent}${progress.node} ${style.green(progress.state)}`]
        : [];
    case 'statement':
      return statementLines(progress, style);
    case 'counts':
    case 'script':
      return [];
  }
}

type Statement = Extract<JobProgress, { type: 'statement' }>;

function statementLines(statement: Statement, style: Style): string[] {
  const margin = statement.parent === null ? indent : indent.repeat(2);
  if (statement.kind === 'log') return statement.state === 'running' ? [] : [`${margin}${statement.text}`];
  if (statement.kind === 'subtest' && statement.state === 'running') {
    return [`${indent}${style.bold(statement.text)}`];
  }
  if (statement.state === 'running') return [];
  const mark = statement.state === 'passed' ? style.green('✓') : style.red('✗');
  const time = statement.durationMs === undefined ? '' : style.dim(`  ${duration(statement.durationMs)}`);
  if (statement.kind === 'subtest') return [`${indent}${mark} ${statement.text}${time}`];
  const node = statement.node === null ? '' : `${statement.node}: `;
  const output = statement.state === 'failed' ? (statement.output ?? '').trimEnd() : '';
  return [
    `${margin}${mark} ${node}${statement.text}${time}`,
    ...(output === '' ? [] : output.split('\n').map((line) => style.dim(`${margin}  | ${line}`))),
  ];
}

/** How many derivations or nodes the live view names; more would push what lasts off a small screen. */
const namesShown = 4;

/** The lines at the bottom of a terminal while work goes on. */
export function liveLines(state: ProgressState, now: number, frame: number, style: Style): string[] {
  if (state.step === null) return [];
  const spinner = style.cyan('⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'[frame % 10] ?? '');
  const elapsed = style.dim(duration(now - state.step.startedAt));
  return [
    [spinner, state.step.title, ...countsPart(state, style), elapsed].join(' '),
    ...[...state.derivations]
      .slice(0, namesShown)
      .map(([name, phase]) => `${indent}${name} ${style.dim(phase)}`),
    ...more(state.derivations.size, 'derivation', style),
    ...busyNodes(state, style),
    ...(state.statement === null ? [] : [`${indent}${style.dim(`… ${state.statement.text}`)}`]),
  ];
}

/** What is left of a step when the next one begins or the work has ended. */
export function finishedStep(state: ProgressState, now: number, succeeded: boolean, style: Style): string[] {
  if (state.step === null) return [];
  const mark = succeeded ? style.green('✓') : style.red('✗');
  return [`${mark} ${state.step.title} ${style.dim(duration(now - state.step.startedAt))}`];
}

function countsPart({ counts }: ProgressState, style: Style): string[] {
  if (counts === null || counts.expected === 0) return [];
  const failed = counts.failed === 0 ? '' : style.red(` ${counts.failed} failed`);
  return [`${counts.done}/${counts.expected}${failed}`];
}

function busyNodes({ nodes }: ProgressState, style: Style): string[] {
  const busy = [...nodes].filter(([, state]) => state !== 'running' && state !== 'removed');
  return [
    ...busy.slice(0, namesShown).map(([name, state]) => `${indent}${name} ${style.dim(state)}`),
    ...more(busy.length, 'node', style),
  ];
}

function more(total: number, noun: string, style: Style): string[] {
  const rest = total - namesShown;
  return rest > 0 ? [style.dim(`${indent}and ${count(rest, `more ${noun}`)}`)] : [];
}
