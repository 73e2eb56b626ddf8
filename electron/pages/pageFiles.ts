/** The files of the built renderer, as something that can be served. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pageHeaders, securityHeaders } from './securityHeaders.ts';

export interface PageFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

export interface PageFiles {
  /**
   * The file that stands for a path of an address, `/` being the page itself; `null` when there is none.
   *
   * @param path as it stands in the address, percent-encoded
   */
  read(path: string): Promise<PageFile | null>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.ttf': 'font/ttf',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};

/** The bundler puts what carries a hash of its content in its name here: such a file never changes. */
const hashedFiles = /^\/assets\/.*-[\w-]{8}\.\w+$/;

/** A name that can only mean a file in the folder that it is looked up in: no dots first, no separators, no NUL. */
const plainName = /^[\w@+-][\w@+.-]*$/;

/** @param folder the bundler's output; it may lie inside an asar archive */
export function createPageFiles(folder: string): PageFiles {
  return {
    async read(path) {
      const name = path === '/' ? '/index.html' : path;
      const segments = name.split('/').slice(1);
      const contentType = contentTypes[extname(name)];
      if (contentType === undefined || !name.startsWith('/') || !segments.every(isPlainName)) return null;
      const body = await readIfThere(join(folder, ...segments));
      if (body === null) return null;
      return {
        body,
        headers: {
          ...(extname(name) === '.html' ? pageHeaders(Buffer.from(body).toString()) : securityHeaders),
          'Content-Type': contentType,
          'Content-Length': String(body.length),
          ...(hashedFiles.test(name)
            ? { 'Cache-Control': 'public, max-age=31536000, immutable' }
            : {
                'Cache-Control': 'no-cache',
                ETag: `"${createHash('sha256').update(body).digest('base64url')}"`,
              }),
        },
      };
    },
  };
}

function isPlainName(segment: string): boolean {
  return plainName.test(segment);
}

async function readIfThere(file: string): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && notThere.has(String(error.code))) return null;
    throw error;
  }
}

const notThere: ReadonlySet<string> = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG']);
