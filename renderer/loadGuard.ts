/**
 * Stands in the page itself (see vite.config.ts), so that it is there whenever the page is. Browsers give up what they
 * are loading when a network of the machine comes or goes, as Docker's do whenever nodes start, and a page cannot ask
 * again by itself: without its script it is white, without a style sheet it is a heap of words.
 */
{
  /** Milliseconds before each further attempt. */
  const pauses = [100, 400, 1000, 2000, 4000];
  /** Reloads in a row; more would not help. */
  const mostReloads = 5;
  const reloadsKey = 'nxc.reloads';

  const after = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, milliseconds));

  const isStyleSheet = (target: EventTarget | null): target is HTMLLinkElement =>
    target instanceof HTMLLinkElement && target.rel === 'stylesheet';

  /** Puts the same link in the place of one that failed. Whoever waits for the first one waits for the last one. */
  const loadStyleAgain = async (failed: HTMLLinkElement, waiting: HTMLLinkElement): Promise<void> => {
    const attempt = Number(failed.dataset.attempt ?? 0);
    await after(pauses[attempt] ?? 0);
    const next = failed.cloneNode() as HTMLLinkElement;
    next.dataset.attempt = String(attempt + 1);
    next.addEventListener('load', () => waiting.dispatchEvent(new Event('load')));
    next.addEventListener('error', (event) => {
      event.stopImmediatePropagation();
      if (attempt + 1 < pauses.length) void loadStyleAgain(next, waiting);
      else waiting.dispatchEvent(new Event('error'));
    });
    failed.replaceWith(next);
  };

  /** All that the page names: once it has arrived, the browser keeps it for the reload. */
  const namedFiles = (): readonly string[] => [
    location.pathname,
    ...[...document.scripts].map(({ src }) => src).filter((address) => address !== ''),
    ...[...document.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload]')].map(({ href }) => href),
  ];

  const haveArrived = async (): Promise<boolean> => {
    const answers = await Promise.allSettled(
      // What an answer says is for the reload to see: it may say that this browser is not let in any more.
      namedFiles().map(async (address) => (await fetch(address)).arrayBuffer()),
    );
    return answers.every(({ status }) => status === 'fulfilled');
  };

  let isLoadingAgain = false;

  const loadPageAgain = async (): Promise<void> => {
    if (isLoadingAgain) return;
    isLoadingAgain = true;
    const reloads = Number(sessionStorage.getItem(reloadsKey) ?? 0);
    for (const pause of reloads < mostReloads ? pauses : []) {
      await after(pause);
      if (!(await haveArrived())) continue;
      sessionStorage.setItem(reloadsKey, String(reloads + 1));
      location.reload();
      return;
    }
    sessionStorage.removeItem(reloadsKey);
    giveUp();
  };

  const giveUp = (): void => {
    const words = document.createElement('p');
    words.textContent =
      'The window could not be loaded: its files did not arrive. Is nxc serve still running? If it was started again, ' +
      'open the address that it printed.';
    const again = document.createElement('button');
    again.textContent = 'Try again';
    again.addEventListener('click', () => location.reload());
    const place = document.createElement('div');
    place.setAttribute('role', 'alert');
    place.style.cssText = 'max-width: 60ch; margin: 20vh auto 0; padding: 16px; font: 13px/20px sans-serif';
    place.append(words, again);
    document.body.replaceChildren(place);
  };

  addEventListener(
    'error',
    (event) => {
      const { target } = event;
      if (target instanceof HTMLScriptElement) void loadPageAgain();
      else if (isStyleSheet(target) && target.dataset.attempt === undefined && event.isTrusted) {
        event.stopImmediatePropagation();
        void loadStyleAgain(target, target);
      }
    },
    true,
  );

  // Events of loading do not reach the window, but the document.
  document.addEventListener(
    'load',
    ({ target }) => {
      if (target instanceof HTMLScriptElement) sessionStorage.removeItem(reloadsKey);
    },
    true,
  );
}
