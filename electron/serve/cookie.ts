/** The cookie that holds a session. Cookies know no ports, so its name does: each server has its own. */

function cookieName(port: number): string {
  return `nxc-session-${port}`;
}

/** A `Set-Cookie` value that no script can read and no other site's page can send; it ends with the browser. */
export function sessionCookie(port: number, session: string): string {
  return `${cookieName(port)}=${session}; Path=/; HttpOnly; SameSite=Strict`;
}

/** The session in a `Cookie` header, if this server's cookie is in it. */
export function sessionIn(header: string | undefined, port: number): string | null {
  const wanted = `${cookieName(port)}=`;
  const found = header?.split(';').find((pair) => pair.trimStart().startsWith(wanted));
  return found === undefined ? null : found.trim().slice(wanted.length);
}
