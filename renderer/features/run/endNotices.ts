/** Tells the end of work that is not on the screen, and what a start has replaced. */
import type { AppContext } from '#renderer/app/context.ts';
import type { NotificationAction, NotificationLevel } from '#renderer/app/notifications.ts';
import { count, duration } from '#renderer/ui/words.ts';
import type { SerializedError } from '#shared/errors.ts';
import { nodeProgressOf } from './nodeProgress.ts';
import { operationsOf } from './operate.ts';
import type { Operation, Outcome, OutcomeOf } from './operations.ts';
import { replacedWords } from './replaced.ts';
import { reveal } from './reveal.ts';
import type { StepKind } from './steps.ts';
import { isOnScreen } from './visiblePanels.ts';

/** Work that took longer is told even though the button has shown its end: people look elsewhere meanwhile. */
const longWork = 8000;

/** Milliseconds until the last of a job's progress has come through the feed. */
const feedDelay = 150;

/** The panel that shows how a step went. */
const panels: Readonly<Record<StepKind, { readonly id: string; readonly title: string }>> = {
  build: { id: 'build', title: 'Show the build' },
  start: { id: 'nodes', title: 'Show the nodes' },
  stop: { id: 'nodes', title: 'Show what was removed' },
  test: { id: 'tests', title: 'Show the test' },
};

export function tellEnds(app: AppContext): void {
  operationsOf(app).onStepEnded((outcome, operation) => {
    const panel = panels[outcome.kind];
    showNext(app, outcome, operation);
    const { problem } = outcome.end;
    if (problem?.code === 'cancelled' || isOnScreen(panel.id)) return;
    if (problem !== null) {
      reveal(app, panel.id);
      tellProblem(app, outcome, problem);
      return;
    }
    const isLast = operation.current === operation.steps.length - 1;
    if (!isLast) return;
    setTimeout(() => {
      const told = wordsOf(app, outcome, operation);
      if (told === null) return;
      app.notifications.tell(told.level, told.message, { actions: [showing(app, outcome.kind)] });
    }, feedDelay);
  });
}

/** Who watched the build wants to see the nodes come up. */
function showNext(app: AppContext, { kind, end }: Outcome, { steps, current }: Operation): void {
  if (kind !== 'build' || end.problem !== null || !isOnScreen('build')) return;
  if (steps[current + 1]?.kind === 'start') reveal(app, 'nodes');
}

const showing = (app: AppContext, kind: StepKind): NotificationAction => ({
  title: panels[kind].title,
  run: () => app.panels.open(panels[kind].id),
});

const failures: Readonly<Record<StepKind, string>> = {
  build: 'The build failed',
  start: 'The nodes were not started',
  stop: 'Not everything was stopped',
  test: 'The test script could not run',
};

function tellProblem(app: AppContext, { kind }: Outcome, problem: SerializedError): void {
  app.notifications.tell('failed', `${failures[kind]}. ${problem.message}`, {
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
    actions: [showing(app, kind)],
  });
}

interface Words {
  readonly level: NotificationLevel;
  readonly message: string;
}

function wordsOf(app: AppContext, outcome: Outcome, operation: Operation): Words | null {
  const isLong = outcome.at - operation.startedAt > longWork;
  const { end } = outcome;
  if (end.problem !== null) return null;
  const where = `${outcome.target.composition} on ${outcome.target.flavour}`;
  switch (outcome.kind) {
    case 'build':
      return isLong && outcome.end.problem === null
        ? { level: 'done', message: `${where} is built, in ${duration(outcome.durationMs)}.` }
        : null;
    case 'start':
      return startWords(app, outcome, isLong);
    case 'stop': {
      if (outcome.end.problem !== null || !isLong) return null;
      return {
        level: 'done',
        message: `${where} is stopped, and nothing of it is left.`,
      };
    }
    case 'test': {
      if (outcome.end.problem !== null) return null;
      const { passed, failure, statements, durationMs } = outcome.end.result;
      return passed
        ? {
            level: 'done',
            message: `The test script passed: ${count(statements, 'statement')} in ${duration(durationMs)}.`,
          }
        : { level: 'failed', message: `The test script failed. ${failure?.message ?? ''}`.trim() };
    }
  }
}

/** Which nodes are new and which were left running is what people want to know after a change. */
function startWords(app: AppContext, outcome: OutcomeOf<'start'>, isLong: boolean): Words | null {
  if (outcome.end.problem !== null) return null;
  const replaced = replacedWords(outcome, nodeProgressOf(app).getState());
  if (replaced !== null) return { level: 'done', message: replaced };
  const { nodes } = outcome.end.result;
  return isLong
    ? { level: 'done', message: `${count(nodes.length, 'node')} started in ${duration(outcome.durationMs)}.` }
    : null;
}
