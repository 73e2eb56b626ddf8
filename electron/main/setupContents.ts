/** What no page in any window may do, whatever it contains: leave our pages, open windows, embed others. */
import { type App, app, shell, type WebContents } from 'electron';
import { isOwnAddress } from './appAddress.ts';

/** Sets the rules for every contents that is ever created. */
export function setupContents(application: App = app): void {
  application.on('web-contents-created', (_event, contents) => restrict(contents));
}

function restrict(contents: WebContents): void {
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || !isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnAddress(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}

/**
 * Opens a web page in the user's own browser. Other schemes start whatever program has claimed them, with an argument
 * of the page's choosing: none is let through.
 */
function openOutside(address: string): void {
  const url = URL.parse(address);
  if (url === null || !isWebPage(url)) return;
  shell.openExternal(url.href).catch((error: unknown) => console.error(`${url.href} was not opened:`, error));
}

/** Published ports of nodes are plain HTTP on this machine; everything else that is linked to has https. */
function isWebPage({ protocol, hostname, username }: URL): boolean {
  if (username !== '') return false;
  return (
    protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
  );
}
