/** The code editor is four megabytes: nobody waits for it before there is something to edit. */

import { loadPatiently } from '#renderer/app/lazyPanel.ts';

export type Monaco = typeof import('./monaco.ts');

let loading: Promise<Monaco> | undefined;
const waiting: ((monaco: Monaco) => void)[] = [];

/** Loads it once. Rejects when the page's files are no longer there, e.g. after an update; the next call tries again. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= loadPatiently(() => import('./monaco.ts')).then(
    (monaco) => {
      for (const ready of waiting.splice(0)) ready(monaco);
      return monaco;
    },
    (thrown: unknown) => {
      loading = undefined;
      throw thrown;
    },
  );
  return loading;
}

/** Calls `ready` once the code editor is loaded by whoever needs it, before that one gets it. */
export function whenMonacoIsLoaded(ready: (monaco: Monaco) => void): void {
  waiting.push(ready);
}
