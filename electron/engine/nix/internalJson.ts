/**
 * Reads what Nix writes under `--log-format internal-json`: one `@nix {…}` object a line. The reducer is pure and
 * total: a line that is cut off, garbled or from a newer Nix is kept as text or ignored, never thrown on.
 */
import type { JobProgress } from '#shared/contract/jobs.ts';
import { stripAnsi } from './ansi.ts';
import { type NixEvent, parseNixLine } from './internalJsonLine.ts';
import { derivationName } from './storePath.ts';

/** Lines of a builder's output that are kept, for the message when it fails. */
const tailLines = 30;
/** Ended builds whose last lines are kept: Nix names the failed one only afterwards. */
const rememberedBuilds = 50;
/** Other lines that are kept: a dry run's list can be long. */
const plainLines = 5000;

interface BuildCounts {
  readonly done: number;
  readonly expected: number;
  readonly running: number;
  readonly failed: number;
}

type Activity =
  | { readonly kind: 'build'; readonly derivation: string }
  | { readonly kind: 'substitution'; readonly storePath: string }
  | { readonly kind: 'all-builds' };

/** What is known of a Nix run so far. */
export interface NixLog {
  /** Running activities that matter to us, by Nix's own number. */
  readonly activities: ReadonlyMap<number, Activity>;
  readonly counts: BuildCounts;
  /** Derivations (store paths) whose builder failed. */
  readonly failed: ReadonlySet<string>;
  /** Derivations (store paths) that were built, as far as Nix has told. */
  readonly built: ReadonlySet<string>;
  /** The last lines that each recent builder wrote, by the derivation's store path. */
  readonly tails: ReadonlyMap<string, readonly string[]>;
  /** Error messages, as Nix laid them out. */
  readonly errors: readonly string[];
  /** What else was said: a dry run's list, lines of other programs such as git. */
  readonly plain: readonly string[];
}

export const emptyNixLog: NixLog = {
  activities: new Map(),
  counts: { done: 0, expected: 0, running: 0, failed: 0 },
  failed: new Set(),
  built: new Set(),
  tails: new Map(),
  errors: [],
  plain: [],
};

export interface NixLogStep {
  readonly log: NixLog;
  readonly progress: readonly JobProgress[];
}

/** One more line of Nix's standard error. */
export function reduceNixLog(log: NixLog, line: string): NixLogStep {
  const event = parseNixLine(line);
  if (event === undefined) return { log, progress: [] };
  switch (event.kind) {
    case 'text':
      return onText(log, event.text);
    case 'message':
      return onMessage(log, event);
    case 'build-started':
      return {
        log: {
          ...log,
          activities: withActivity(log, event.id, { kind: 'build', derivation: event.derivation }),
        },
        progress: [building(event.derivation)],
      };
    case 'substitution-started':
      return {
        log: {
          ...log,
          activities: withActivity(log, event.id, { kind: 'substitution', storePath: event.storePath }),
        },
        progress: [{ type: 'derivation', name: derivationName(event.storePath), state: 'downloading' }],
      };
    case 'all-builds-started':
      return {
        log: { ...log, activities: withActivity(log, event.id, { kind: 'all-builds' }) },
        progress: [],
      };
    case 'phase':
      return onPhase(log, event);
    case 'log-line':
      return onLogLine(log, event);
    case 'progress':
      return onProgress(log, event);
    case 'stopped':
      return onStopped(log, event.id);
  }
}

function withActivity(log: NixLog, id: number, activity: Activity): ReadonlyMap<number, Activity> {
  return new Map(log.activities).set(id, activity);
}

function building(derivation: string, phase?: string): JobProgress {
  const progress = { type: 'derivation', name: derivationName(derivation), state: 'building' } as const;
  return phase === undefined ? progress : { ...progress, phase };
}

const warningPattern = /^warning:\s*/;
const errorPattern = /^\s*error:/;
const traceAdvicePattern = /^\(use '--show-trace'/;
const builderFailedPattern = /builder for '(\/[^']+\.drv)' failed/;

function onMessage(log: NixLog, event: Extract<NixEvent, { kind: 'message' }>): NixLogStep {
  const text = stripAnsi(event.text);
  if (event.level === 0 && errorPattern.test(text)) {
    const derivation = builderFailedPattern.exec(text)?.[1];
    const errors = [...log.errors, text];
    if (derivation === undefined || log.failed.has(derivation))
      return { log: { ...log, errors }, progress: [] };
    const built = new Set(log.built);
    built.delete(derivation);
    return {
      log: { ...log, errors, built, failed: new Set(log.failed).add(derivation) },
      progress: [{ type: 'derivation', name: derivationName(derivation), state: 'failed' }],
    };
  }
  if (event.level === 1) {
    return { log, progress: [{ type: 'warning', message: text.replace(warningPattern, '') }] };
  }
  // Nix's own default verbosity is 2: what it would not print, nobody asked for.
  if (event.level > 2 || traceAdvicePattern.test(text)) return { log, progress: [] };
  return onText(log, text);
}

function onText(log: NixLog, text: string): NixLogStep {
  if (text.trim() === '') return { log, progress: [] };
  return {
    log: { ...log, plain: [...log.plain, text].slice(-plainLines) },
    progress: [{ type: 'log', line: text }],
  };
}

function onPhase(log: NixLog, event: Extract<NixEvent, { kind: 'phase' }>): NixLogStep {
  const activity = log.activities.get(event.id);
  return { log, progress: activity?.kind === 'build' ? [building(activity.derivation, event.phase)] : [] };
}

function onLogLine(log: NixLog, event: Extract<NixEvent, { kind: 'log-line' }>): NixLogStep {
  const line = stripAnsi(event.line);
  const activity = log.activities.get(event.id);
  if (activity?.kind !== 'build') return { log, progress: [{ type: 'log', line }] };
  const tails = new Map(log.tails);
  const tail = [...(tails.get(activity.derivation) ?? []), line].slice(-tailLines);
  // Deleting first moves the derivation to the end, so that the oldest silent one is the first to be forgotten.
  tails.delete(activity.derivation);
  tails.set(activity.derivation, tail);
  for (const oldest of tails.keys()) {
    if (tails.size <= rememberedBuilds) break;
    tails.delete(oldest);
  }
  return {
    log: { ...log, tails },
    progress: [{ type: 'log', line, source: derivationName(activity.derivation) }],
  };
}

function onProgress(log: NixLog, event: Extract<NixEvent, { kind: 'progress' }>): NixLogStep {
  if (log.activities.get(event.id)?.kind !== 'all-builds') return { log, progress: [] };
  const { done, expected, running, failed } = event.counts;
  const same =
    done === log.counts.done &&
    expected === log.counts.expected &&
    running === log.counts.running &&
    failed === log.counts.failed;
  return same
    ? { log, progress: [] }
    : { log: { ...log, counts: event.counts }, progress: [{ type: 'counts', ...event.counts }] };
}

function onStopped(log: NixLog, id: number): NixLogStep {
  const activity = log.activities.get(id);
  if (activity === undefined) return { log, progress: [] };
  const activities = new Map(log.activities);
  activities.delete(id);
  switch (activity.kind) {
    case 'all-builds':
      return { log: { ...log, activities }, progress: [] };
    case 'substitution':
      return {
        log: { ...log, activities },
        progress: [{ type: 'derivation', name: derivationName(activity.storePath), state: 'downloaded' }],
      };
    case 'build': {
      const { derivation } = activity;
      if (log.failed.has(derivation)) return { log: { ...log, activities }, progress: [] };
      // The last failure is named only after the end of its activity; until then the failure count tells.
      const isFailure = log.counts.failed > log.failed.size;
      const name = derivationName(derivation);
      return isFailure
        ? {
            log: { ...log, activities, failed: new Set(log.failed).add(derivation) },
            progress: [{ type: 'derivation', name, state: 'failed' }],
          }
        : {
            log: { ...log, activities, built: new Set(log.built).add(derivation) },
            progress: [{ type: 'derivation', name, state: 'built' }],
          };
    }
  }
}
