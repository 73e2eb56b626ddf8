/** The app:// scheme, which the renderer is served from: an origin of its own, unlike file://. */
import { type Protocol, protocol } from 'electron';
import type { PageFiles } from '../pages/pageFiles.ts';
import { securityHeaders } from '../pages/securityHeaders.ts';
import { appScheme, isOwnAddress } from './appAddress.ts';

/** Must be called once, before the app is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: appScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ]);
}

/** Serves the pages' files to the windows of a session. */
export function servePages(sessionProtocol: Protocol, pages: PageFiles): void {
  sessionProtocol.handle(appScheme, async (request) => {
    if (request.method !== 'GET' || !isOwnAddress(request.url)) return refusal(403);
    const file = await pages.read(new URL(request.url).pathname);
    return file === null ? refusal(404) : new Response(file.body, { headers: { ...file.headers } });
  });
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: { ...securityHeaders } });
}
