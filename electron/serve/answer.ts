/** What is said over HTTP, as plain values, and how it is written. */
import type { ServerResponse } from 'node:http';
import type { PageFile } from '../pages/pageFiles.ts';
import { securityHeaders } from '../pages/securityHeaders.ts';
import type { Refusal } from './hostRules.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** An answer that is for this request only and must not be kept. */
export function freshAnswer(
  status: number,
  contentType: 'application/json' | 'text/html' | 'text/plain',
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Answer {
  return {
    status,
    headers: {
      ...securityHeaders,
      'Content-Type': `${contentType}; charset=utf-8`,
      'Cache-Control': 'no-store',
      ...headers,
    },
    body,
  };
}

/** Whatever else comes over the connection of a refused request is not worth reading. */
export function refusalAnswer({ status, message }: Refusal): Answer {
  return freshAnswer(status, 'text/plain', `${message}\n`, {
    Connection: 'close',
    ...(status === 405 ? { Allow: 'GET, HEAD' } : {}),
  });
}

/** @param knownTag the version that the browser has, from `If-None-Match` */
export function fileAnswer(file: PageFile, knownTag: string | undefined): Answer {
  return file.headers.ETag !== undefined && file.headers.ETag === knownTag
    ? { status: 304, headers: file.headers, body: '' }
    : { status: 200, headers: file.headers, body: file.body };
}

export function writeAnswer(answer: Answer, method: string | undefined, response: ServerResponse): void {
  const hasBody = method !== 'HEAD' && answer.status !== 304;
  const length = Buffer.byteLength(answer.body);
  response.writeHead(answer.status, {
    ...answer.headers,
    ...(answer.status === 304 ? {} : { 'Content-Length': length }),
  });
  response.end(hasBody ? answer.body : undefined);
}
