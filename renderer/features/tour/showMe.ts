/** Brings the place into view where the next thing is to be done. It never does the thing itself. */
import type { AppContext } from '#renderer/app/context.ts';
import { frameCommands } from '#renderer/app/frameCommands.ts';
import { editorOf } from '#renderer/features/editor/editor.ts';
import { runCommands } from '#renderer/features/run/runCommands.ts';
import type { Goal } from './steps.ts';
import { compositionFile, pageLine } from './tutorialProject.ts';

export async function showMe(app: AppContext, goal: Goal): Promise<void> {
  switch (goal) {
    case 'opened':
    case 'server-seen':
    case 'client-seen':
      // The line above the roles: the way into them is the reader's.
      return showLine(app, lineOf(app, /^\s*roles\s*=/m));
    case 'edited':
    case 'saved':
      return showLine(app, page(app));
    case 'built':
    case 'running':
      pointAt('.run-controls > button');
      return;
    case 'terminal':
      return app.commands.execute(runCommands.showNodes);
    case 'fetched':
      if (!pointAt('.xterm-helper-textarea')) await app.commands.execute(runCommands.showNodes);
      return;
    case 'broken':
      return showLine(app, lineOf(app, /^\s*port\s*=/m));
    case 'mended':
      return showLine(app, mistake(app));
  }
}

function showLine({ commands }: AppContext, line: number | null): Promise<void> {
  return commands.execute(frameCommands.showFile, {
    file: compositionFile,
    position: { line: line ?? 1, column: 1 },
  });
}

const documentOf = (app: AppContext) => editorOf(app).language.current(compositionFile);

function lineOf(app: AppContext, pattern: RegExp): number | null {
  const parsed = documentOf(app)?.parsed;
  const found = parsed?.text.match(pattern);
  if (parsed === undefined || found?.index === undefined) return null;
  return parsed.lines.positionAt(found.index + found[0].search(/\S/)).line;
}

function page(app: AppContext): number | null {
  const document = documentOf(app);
  return document === null ? null : pageLine(document.parsed);
}

function mistake(app: AppContext): number | null {
  const document = documentOf(app);
  const [first] = document?.problems ?? [];
  if (document === null || first === undefined) return null;
  return document.parsed.lines.positionAt(first.start).line;
}

/** Milliseconds for which something that was pointed at stands out. */
const pointedFor = 2400;

/** Gives something the keyboard and makes it stand out for a moment; tells whether it is there. */
function pointAt(selector: string): boolean {
  const element = document.querySelector<HTMLElement>(selector);
  if (element === null) return false;
  element.focus();
  element.dataset.tourPointed = '';
  setTimeout(() => delete element.dataset.tourPointed, pointedFor);
  return true;
}
