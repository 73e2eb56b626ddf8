/** What was run at the prompts of this window, by target. */
import type { SessionResult, SessionState } from '#shared/contract/tests.ts';
import type { SerializedError } from '#shared/errors.ts';
import type { ScriptLines, ScriptPart } from '../scripts/editedScript.ts';

/** One text that was run, or something that the prompt itself has to say. */
export type PromptCell =
  | {
      readonly kind: 'text';
      readonly id: string;
      readonly source: string;
      /** Said in the place of its text, e.g. “composition.nix from line 12 on”. */
      readonly title: string | null;
      readonly lines: ScriptLines | null;
      /** The part of a script that it is, in lines as they are told; `null` for what was typed. */
      readonly part: ScriptPart | null;
      /** `null` until the engine has begun it. */
      readonly job: string | null;
      readonly end: CellEnd | null;
      /** Milliseconds since the epoch. */
      readonly at: number;
    }
  | { readonly kind: 'note'; readonly id: string; readonly text: string };

export type TextCell = Extract<PromptCell, { kind: 'text' }>;

export type CellEnd =
  | { readonly kind: 'ended'; readonly result: SessionResult }
  | { readonly kind: 'problem'; readonly problem: SerializedError };

export interface PromptState {
  /** Those that are open, by identifier. */
  readonly sessions: Readonly<Record<string, SessionState>>;
  /** By target, the newest last. */
  readonly cells: Readonly<Record<string, readonly PromptCell[]>>;
}

export type PromptEvent =
  | { readonly type: 'sessions'; readonly sessions: readonly SessionState[] }
  | { readonly type: 'session'; readonly session: SessionState }
  | { readonly type: 'added'; readonly target: string; readonly cell: PromptCell }
  | { readonly type: 'began'; readonly id: string; readonly job: string }
  | { readonly type: 'ended'; readonly id: string; readonly end: CellEnd };

export const noPrompts: PromptState = { sessions: {}, cells: {} };

/** Cells that are kept of one target. */
const cellLimit = 60;

export function reducePrompt(state: PromptState, event: PromptEvent): PromptState {
  switch (event.type) {
    case 'sessions':
      return { ...state, sessions: Object.fromEntries(event.sessions.map((one) => [one.session, one])) };
    case 'session': {
      const { session } = event;
      const { [session.session]: _, ...others } = state.sessions;
      return {
        ...state,
        sessions: session.state === 'closed' ? others : { ...state.sessions, [session.session]: session },
      };
    }
    case 'added': {
      const before = state.cells[event.target] ?? [];
      const cells = [...before, event.cell].slice(-cellLimit);
      return { ...state, cells: { ...state.cells, [event.target]: cells } };
    }
    case 'began':
      return change(state, event.id, (cell) => ({ ...cell, job: event.job }));
    case 'ended':
      return change(state, event.id, (cell) => ({ ...cell, end: event.end }));
  }
}

/**
 * Whether something runs, also when the engine has not said so yet. A script that waits at a failure has not ended, and
 * lets others run meanwhile.
 */
export function isBusy(session: SessionState | null, cells: readonly PromptCell[]): boolean {
  if (session?.state === 'running') return true;
  const open = cells.filter((cell): cell is TextCell => cell.kind === 'text' && cell.end === null);
  return session?.state === 'paused' ? open.some(({ job }) => job === null) : open.length > 0;
}

function change(state: PromptState, id: string, how: (cell: TextCell) => TextCell): PromptState {
  const cells = Object.entries(state.cells).map(([target, all]) => [
    target,
    all.map((cell) => (cell.id === id && cell.kind === 'text' ? how(cell) : cell)),
  ]);
  return { ...state, cells: Object.fromEntries(cells) };
}
