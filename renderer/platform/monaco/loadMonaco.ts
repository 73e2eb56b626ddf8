/** The code editor is four megabytes: nobody waits for it before there is something to edit. */

export type Monaco = typeof import('./monaco.ts');

let loading: Promise<Monaco> | undefined;

/** Loads it once. Rejects when the page's files are no longer there, e.g. after an update; the next call tries again. */
export function loadMonaco(): Promise<Monaco> {
  loading ??= import('./monaco.ts').catch((thrown: unknown) => {
    loading = undefined;
    throw thrown;
  });
  return loading;
}
