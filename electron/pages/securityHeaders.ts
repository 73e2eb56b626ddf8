/**
 * The headers of everything that is served to a window, by the app:// protocol and by the browser host alike. A page
 * may load nothing but its own files and talk to nobody but its own origin.
 */
import { wasmWorkerMark } from '#shared/hosting.ts';

/** Monaco and xterm write style elements: the one thing that has to be allowed beyond files of our own. */
const policy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self' 'unsafe-inline'",
  'img-src': "'self' data:",
  'font-src': "'self'",
  'connect-src': "'self'",
  'worker-src': "'self'",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
} as const;

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

/**
 * The headers for one file.
 *
 * @param path of the file in the address, e.g. `/assets/index-CAFE1234.js`
 */
export function securityHeaders(path: string): Readonly<Record<string, string>> {
  return {
    'Content-Security-Policy': contentSecurityPolicy(path),
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': permissions,
  };
}

/** A worker obeys the policy that its own script came with, so compiling WebAssembly needs no leave for the page. */
function contentSecurityPolicy(path: string): string {
  const compilesWasm = path.endsWith('.js') && path.includes(wasmWorkerMark);
  return Object.entries(policy)
    .map(([directive, sources]) =>
      directive === 'script-src' && compilesWasm
        ? `${directive} ${sources} 'wasm-unsafe-eval'`
        : `${directive} ${sources}`,
    )
    .join('; ');
}
