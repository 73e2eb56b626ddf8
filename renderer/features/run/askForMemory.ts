/** Asks whether to start all the same when a start found too little memory for its machines. */
import type { AppContext } from '#renderer/app/context.ts';
import { questionsOf } from '#renderer/features/terminals/questions.ts';
import type { Target } from '#shared/contract/common.ts';
import { lineFor } from './lineFor.ts';
import { operationsOf } from './operate.ts';

export function askForMemory(app: AppContext): void {
  operationsOf(app).onStepEnded(({ kind, target, end }) => {
    if (kind !== 'start' || end.problem?.code !== 'not-enough-memory') return;
    void ask(app, target, end.problem.message);
  });
}

async function ask(app: AppContext, target: Target, numbers: string): Promise<void> {
  const isWanted = await questionsOf(app).ask({
    title: 'Start with too little memory?',
    description: `${numbers} The system may end programs when it runs out.`,
    text: `${lineFor(app, 'update-nodes', target)} --anyway`,
    action: 'Start all the same',
  });
  if (isWanted) await startAnyway(app, target);
}

/** Starts although there is too little memory; what runs already is kept. */
export async function startAnyway(app: AppContext, target: Target): Promise<void> {
  await operationsOf(app)
    .begin(target, [{ kind: 'start', reuse: true, anyway: true }])
    .catch((thrown) => app.notifications.fail('The nodes could not be started', thrown));
}
