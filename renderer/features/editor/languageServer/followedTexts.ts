/** Keeps a language server's copies of the open Nix files the same as they are here. */
import type { OpenFile, OpenFiles } from '../files/openFiles.ts';
import type { ServerSession } from './serverSession.ts';

/** Milliseconds without a key before a text is sent: servers read all of it each time. */
const quietTime = 150;

export interface FollowedTexts {
  /** Tells this server from now on, beginning with everything that is open; `null` for none. */
  follow(session: TextListener | null): void;
  /** Sends what was typed last at once, so that questions are about the text that is seen. */
  flush(): void;
}

type TextListener = Pick<ServerSession, 'opened' | 'changed' | 'closed'>;

export function createFollowedTexts(files: OpenFiles): FollowedTexts {
  const followed = new Map<string, { readonly file: OpenFile; readonly stop: () => void }>();
  const typed = new Set<string>();
  let listener: TextListener | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function flush(): void {
    clearTimeout(timer);
    for (const path of typed) {
      const entry = followed.get(path);
      if (entry !== undefined) listener?.changed(path, entry.file.buffer.getText());
    }
    typed.clear();
  }

  function leave(path: string): void {
    followed.get(path)?.stop();
    followed.delete(path);
    typed.delete(path);
    listener?.closed(path);
  }

  function update(): void {
    if (listener === null) return;
    const open = Object.keys(files.getState().files).filter((path) => path.endsWith('.nix'));
    for (const [path, { file }] of followed) {
      if (files.find(path) !== file) leave(path);
    }
    for (const path of open) {
      const file = files.find(path);
      if (file === undefined || followed.has(path)) continue;
      const stop = file.buffer.onChange(() => {
        typed.add(path);
        clearTimeout(timer);
        timer = setTimeout(flush, quietTime);
      });
      followed.set(path, { file, stop });
      listener.opened(path, file.buffer.getText());
    }
  }
  files.subscribe(update);

  return {
    follow(next) {
      clearTimeout(timer);
      for (const { stop } of followed.values()) stop();
      followed.clear();
      typed.clear();
      listener = next;
      update();
    },
    flush,
  };
}
