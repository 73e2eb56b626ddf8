import type { AppContext } from '#renderer/app/context.ts';
import { languageServerOf } from './languageServer.ts';
import type { ServerPosition, ServerRange } from './protocol.ts';
import type { ServerSession } from './serverSession.ts';

/** Milliseconds after which the editor shows what it knows itself. */
const patience = 600;

/** Asks the language server; `undefined` when there is none, it fails, or takes too long. */
export async function askServer<Answer>(
  app: AppContext,
  question: (server: ServerSession) => Promise<Answer>,
): Promise<Answer | undefined> {
  const session = languageServerOf(app).session();
  if (session === null) return undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), patience);
  });
  try {
    return await Promise.race([question(session), late]);
  } catch {
    // Its end is told in the status bar.
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

interface EditorPosition {
  readonly lineNumber: number;
  readonly column: number;
}

/** The code editor counts from 1. */
export const serverPosition = ({ lineNumber, column }: EditorPosition): ServerPosition => ({
  line: lineNumber - 1,
  character: column - 1,
});

export const editorRange = ({ start, end }: ServerRange) => ({
  startLineNumber: start.line + 1,
  startColumn: start.character + 1,
  endLineNumber: end.line + 1,
  endColumn: end.character + 1,
});
