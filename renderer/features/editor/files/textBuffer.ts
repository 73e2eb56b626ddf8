/**
 * The text of one open file. It is held here as a string until an editor takes it over; from then on the editor's model
 * holds it and reports each change, so that edits made elsewhere in the window can be undone like typing.
 */
import { applyEdits, type TextEdit } from '#shared/nixLanguage/text/textEdit.ts';

/** What holds the text in place of this buffer, e.g. a model of the code editor. */
export interface TextHolder {
  getText(): string;
  /** Replaces the whole text and keeps the places of cursors as far as they go; can be undone. */
  replace(text: string): void;
  /** One step for undo. */
  edit(edits: readonly TextEdit[]): void;
}

export interface TextBuffer {
  getText(): string;
  /** Counts up with each change. */
  readonly version: number;
  replace(text: string): void;
  edit(edits: readonly TextEdit[]): void;
  /** Called after each change, in the order of subscription. */
  onChange(listener: () => void): () => void;
  /** Hands the text over. The holder calls what is returned after each change of its own. */
  handOver(makeHolder: (text: string) => TextHolder): { changed(): void; takeBack(): void };
}

export function createTextBuffer(initial: string): TextBuffer {
  let text: string | null = initial;
  let holder: TextHolder | null = null;
  let version = 1;
  const listeners = new Set<() => void>();

  function changed(): void {
    if (holder !== null) text = null;
    version++;
    for (const listener of [...listeners]) listener();
  }

  function getText(): string {
    // Asked for several times between two changes, and long to put together for a long text.
    text ??= holder?.getText() ?? '';
    return text;
  }

  function take(next: string): void {
    if (next === getText()) return;
    text = next;
    changed();
  }

  return {
    getText,
    get version() {
      return version;
    },
    replace(next) {
      if (holder === null) take(next);
      else if (next !== getText()) holder.replace(next);
    },
    edit(edits) {
      if (holder === null) take(applyEdits(getText(), edits));
      else holder.edit(edits);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    handOver(makeHolder) {
      const mine = makeHolder(getText());
      holder = mine;
      return {
        changed,
        takeBack() {
          if (holder !== mine) return;
          text = getText();
          holder = null;
        },
      };
    },
  };
}
