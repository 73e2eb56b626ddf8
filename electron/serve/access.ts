/**
 * The secrets of one browser host. A token is in the address that is printed, works once and not for long; the
 * session that it is turned into is in a cookie; the key is for programs of the same user.
 */
import { createHash, randomBytes } from 'node:crypto';

/** Time to copy an address into a browser, milliseconds. */
export const tokenLifetimeMs = 10 * 60_000;

export interface Access {
  /** Lets programs of the same user ask for an address; kept in a file that only they can read. */
  readonly key: string;
  isKey(presented: string): boolean;
  issueToken(): string;
  /** A new session for a token that is good, `null` otherwise. The token is used up. */
  redeem(token: string): string | null;
  isSession(presented: string): boolean;
}

/** @param now the clock, milliseconds */
export function createAccess(now: () => number = Date.now): Access {
  const key = secret();
  // Digests are looked up instead of secrets: how long a look-up takes then tells nothing about them.
  const keyDigest = digest(key);
  const tokens = new Map<string, number>();
  const sessions = new Set<string>();

  function dropExpired(): void {
    for (const [token, expiresAt] of tokens) if (expiresAt <= now()) tokens.delete(token);
  }

  return {
    key,
    isKey: (presented) => digest(presented) === keyDigest,
    issueToken() {
      dropExpired();
      const token = secret();
      tokens.set(digest(token), now() + tokenLifetimeMs);
      return token;
    },
    redeem(token) {
      dropExpired();
      if (!tokens.delete(digest(token))) return null;
      const session = secret();
      sessions.add(digest(session));
      return session;
    },
    isSession: (presented) => sessions.has(digest(presented)),
  };
}

function secret(): string {
  return randomBytes(32).toString('base64url');
}

function digest(value: string): string {
  return createHash('sha256').update(value).digest('base64');
}
