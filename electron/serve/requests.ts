/** What the browser host answers: an address for its user's programs, a way in, and the page's files. */
import type { IncomingMessage } from 'node:http';
import { projectFragment, projectParameter } from '#shared/hosting.ts';
import type { PageFiles } from '../pages/pageFiles.ts';
import type { Access } from './access.ts';
import { type Answer, fileAnswer, freshAnswer, refusalAnswer } from './answer.ts';
import { sessionCookie, sessionIn } from './cookie.ts';
import { type Refusal, type RequestFacts, refuseRequest } from './hostRules.ts';

/** Where programs of the same user ask for an address that works, showing the host's key. */
export const addressPath = '/-/address';

const tokenParameter = 'token';

export interface Site {
  readonly port: number;
  readonly access: Access;
  readonly pages: PageFiles;
}

export const noSession: Refusal = {
  status: 401,
  message:
    'This browser has not been let in. Open the address that `nxc serve` printed; ' +
    'if it was used before, run `nxc serve` again: it prints a new one for this same server.',
};

const usedToken: Refusal = {
  status: 401,
  message:
    'This address was used before or is too old. Run `nxc serve` again: it prints a new one for this same server.',
};

const noKey: Refusal = {
  status: 401,
  message: 'Only the user who started this server gets an address from it.',
};

/** An address that opens the page once. @param project absolute path of the project to open */
export function issueAddress({ port, access }: Site, project: string | null): string {
  const query = new URLSearchParams({ [tokenParameter]: access.issueToken() });
  if (project !== null) query.set(projectParameter, project);
  return `http://127.0.0.1:${port}/?${query}`;
}

export function hasSession({ port, access }: Site, request: IncomingMessage): boolean {
  const session = sessionIn(request.headers.cookie, port);
  return session !== null && access.isSession(session);
}

export async function answerRequest(site: Site, request: IncomingMessage): Promise<Answer> {
  const refusal = refuseRequest(factsOf(request), site.port);
  if (refusal !== null) return refusalAnswer(refusal);
  const { path, query } = addressOf(request);
  if (path === addressPath) return answerAddress(site, request, query);
  const token = query.get(tokenParameter);
  if (path === '/' && token !== null) return enter(site, request, query, token);
  if (!hasSession(site, request)) return refusalAnswer(noSession);
  const file = await site.pages.read(path);
  if (file === null) return freshAnswer(404, 'text/plain', 'There is no such file here.\n');
  return fileAnswer(file, request.headers['if-none-match']);
}

function answerAddress(site: Site, request: IncomingMessage, query: URLSearchParams): Answer {
  const [scheme, presented] = (request.headers.authorization ?? '').split(' ');
  if (scheme !== 'Bearer' || presented === undefined || !site.access.isKey(presented)) {
    return refusalAnswer(noKey);
  }
  const address = issueAddress(site, query.get(projectParameter));
  return freshAnswer(200, 'application/json', JSON.stringify({ address }));
}

/** Turns a token into a cookie, and leads to an address without the token so that no history keeps it. */
function enter(site: Site, request: IncomingMessage, query: URLSearchParams, token: string): Answer {
  const clean = `/${projectFragment(query.get(projectParameter))}`;
  const session = site.access.redeem(token);
  // Going back to an address that was printed is no reason to turn away who is in already.
  if (session === null && !hasSession(site, request)) return refusalAnswer(usedToken);
  const headers: Record<string, string> =
    session === null ? {} : { 'Set-Cookie': sessionCookie(site.port, session) };
  const from = request.headers['sec-fetch-site'];
  if (from === undefined || from === 'none' || from === 'same-origin') {
    return freshAnswer(303, 'text/plain', '', { ...headers, Location: clean });
  }
  // The link stood on another site's page (a web terminal, a mail) or in a file: through the redirects of such a
  // visit browsers keep a strict cookie back. A page of our own that goes on by itself ends the visit.
  const page = `<!doctype html><meta http-equiv="refresh" content="0;url=${clean}">`;
  return freshAnswer(200, 'text/html', page, headers);
}

/** The path as it was sent, for nothing to be normalised before it is checked. */
export function addressOf(request: IncomingMessage): { path: string; query: URLSearchParams } {
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s, 2);
  return { path, query: new URLSearchParams(query) };
}

export function factsOf({ method, headers }: IncomingMessage): RequestFacts {
  return {
    method: method ?? '',
    host: headers.host,
    origin: headers.origin,
    fetchSite: headers['sec-fetch-site'],
    fetchMode: headers['sec-fetch-mode'],
  };
}
