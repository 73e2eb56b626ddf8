/**
 * The headers of everything that is served to a window, by the app:// protocol and by the browser host alike. A page
 * may load nothing but its own files and talk to nobody but its own origin.
 */

import { createHash } from 'node:crypto';

/**
 * Monaco and xterm write style elements: the one thing that has to be allowed beyond files of our own. A worker obeys
 * the policy that its own script came with, so every file has it; nothing in the window compiles WebAssembly.
 */
const contentSecurityPolicy = (scripts: readonly string[]): string =>
  [
    "default-src 'none'",
    ["script-src 'self'", ...scripts].join(' '),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Reading and writing the clipboard is what a terminal needs; nothing else of the device is asked for. */
const permissions = [
  'clipboard-read=(self)',
  'clipboard-write=(self)',
  'camera=()',
  'display-capture=()',
  'geolocation=()',
  'microphone=()',
  'payment=()',
  'usb=()',
].join(', ');

export const securityHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': contentSecurityPolicy([]),
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': permissions,
};

/** A script in the page itself, without attributes: its text is the first group. */
const inlineScript = /<script>([\s\S]*?)<\/script>/g;

/** The headers of a page, whose own inline scripts may run and no others: each is allowed by the hash of its text. */
export function pageHeaders(page: string): Readonly<Record<string, string>> {
  const hashes = [...page.matchAll(inlineScript)].map(
    ([, text = '']) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`,
  );
  return { ...securityHeaders, 'Content-Security-Policy': contentSecurityPolicy(hashes) };
}
