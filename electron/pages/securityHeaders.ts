/**
 * The headers of everything that is served to a window, by the app:// protocol and by the browser host alike. A page
 * may load nothing but its own files and talk to nobody but its own origin.
 */

/**
 * Monaco and xterm write style elements: the one thing that has to be allowed beyond files of our own. A worker obeys
 * the policy that its own script came with, so every file has it; nothing in the window compiles WebAssembly.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
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
  'Content-Security-Policy': contentSecurityPolicy,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': permissions,
};
