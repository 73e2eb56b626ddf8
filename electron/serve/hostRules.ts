/**
 * Who may talk to the browser host at all, decided from headers alone. A page of another site reaches a loopback
 * server too: under that server's address (then its Origin gives it away) or by making its own name point here
 * (DNS rebinding; then the Host does).
 */

export interface RequestFacts {
  readonly method: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`: how the page that caused the request is related to us. */
  readonly fetchSite: string | undefined;
  /** `Sec-Fetch-Mode`: `navigate` when the answer becomes the page itself. */
  readonly fetchMode: string | undefined;
}

export interface Refusal {
  readonly status: 401 | 403 | 405;
  /** What happened and what to do, for whoever sees it in the browser. */
  readonly message: string;
}

/** What a loopback server can be called in an address. */
function hostNames(port: number): readonly string[] {
  return [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
}

/** Why a request gets no answer, or `null` if it may be looked at further. */
export function refuseRequest(request: RequestFacts, port: number): Refusal | null {
  return refuseHost(request, port) ?? refuseMethod(request) ?? refuseOrigin(request);
}

/** The same for a WebSocket's upgrade, which a browser always sends an Origin with. */
export function refuseUpgrade(request: RequestFacts, port: number): Refusal | null {
  if (request.origin === undefined) {
    return {
      status: 403,
      message: 'A WebSocket is only opened for a page, and this request comes from none.',
    };
  }
  return refuseRequest(request, port);
}

function refuseHost({ host }: RequestFacts, port: number): Refusal | null {
  if (host !== undefined && hostNames(port).includes(host.toLowerCase())) return null;
  return {
    status: 403,
    message:
      `This server answers to 127.0.0.1:${port} only, and the request was for “${host ?? 'nothing'}”. ` +
      `To reach it from another machine, forward the same port: ssh -L ${port}:127.0.0.1:${port} <this machine>`,
  };
}

function refuseMethod({ method }: RequestFacts): Refusal | null {
  if (method === 'GET' || method === 'HEAD') return null;
  return { status: 405, message: `Files can be read here, nothing more: ${method} is not understood.` };
}

function refuseOrigin({ host, origin, fetchSite, fetchMode }: RequestFacts): Refusal | null {
  if (origin !== undefined && origin !== `http://${host}`.toLowerCase()) {
    return { status: 403, message: `A page of ${origin} may not use this server.` };
  }
  // A link may lead here from anywhere; whether it may show something is the cookie's matter.
  const isForeign = fetchSite === 'cross-site' || fetchSite === 'same-site';
  if (isForeign && fetchMode !== 'navigate') {
    return { status: 403, message: 'A page of another site may not use this server.' };
  }
  return null;
}
