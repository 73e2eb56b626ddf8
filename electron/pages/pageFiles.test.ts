import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPageFiles } from './pageFiles.ts';

let outer: string;
let folder: string;

beforeAll(async () => {
  outer = await mkdtemp(join(tmpdir(), 'nxc-pages-'));
  folder = join(outer, 'renderer');
  await mkdir(join(folder, 'assets'), { recursive: true });
  await Promise.all([
    writeFile(join(outer, 'secret.txt'), 'secret'),
    writeFile(join(folder, '.hidden.txt'), 'secret'),
    writeFile(join(folder, 'notes'), 'secret'),
    writeFile(join(folder, 'index.html'), '<!doctype html>'),
    writeFile(join(folder, 'assets/index-CAFE1234.js'), 'export {};'),
    writeFile(join(folder, 'assets/layout.worker-CAFE1234.js'), 'export {};'),
  ]);
});

afterAll(() => rm(outer, { recursive: true }));

describe('files of the page', () => {
  test('the page itself is asked for again each time', async () => {
    const file = await createPageFiles(folder).read('/');
    expect(file?.headers).toMatchObject({
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': 'no-cache',
      'X-Content-Type-Options': 'nosniff',
    });
    expect(file?.headers.ETag).toMatch(/^"[\w-]{43}"$/);
    expect(Buffer.from(file?.body ?? []).toString()).toBe('<!doctype html>');
  });

  test('what carries its hash in its name is kept', async () => {
    const file = await createPageFiles(folder).read('/assets/index-CAFE1234.js');
    expect(file?.headers).toMatchObject({
      'Content-Type': 'text/javascript; charset=utf-8',
      'Cache-Control': 'public, max-age=31536000, immutable',
      'Content-Length': '10',
    });
  });

  test('the policy of the page allows no code but its own files', async () => {
    const file = await createPageFiles(folder).read('/');
    expect(file?.headers['Content-Security-Policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "font-src 'self'; connect-src 'self'; worker-src 'self'; object-src 'none'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'",
    );
  });

  test('a script in the page itself is allowed by its hash, and no other', async () => {
    const script = 'document.title = "ours";';
    await writeFile(
      join(folder, 'inline.html'),
      `<!doctype html><script>${script}</script><script src="x"></script>`,
    );
    const file = await createPageFiles(folder).read('/inline.html');
    const hash = createHash('sha256').update(script).digest('base64');
    expect(file?.headers['Content-Security-Policy']).toContain(`script-src 'self' 'sha256-${hash}';`);
    expect(file?.headers['Content-Security-Policy']?.match(/sha256-/g)).toHaveLength(1);
  });

  test('a worker gets the same policy as the page', async () => {
    const files = createPageFiles(folder);
    const [page, worker] = [await files.read('/'), await files.read('/assets/layout.worker-CAFE1234.js')];
    expect(worker?.headers['Content-Security-Policy']).toBe(page?.headers['Content-Security-Policy']);
  });

  test.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/..\\secret.txt',
    '//secret.txt',
    '/./index.html',
    '/.hidden.txt',
    '/assets',
    '/assets/',
    '/notes',
    '/index.html/x.js',
    '/index.html\0.js',
    '/none.js',
    `/${'long'.repeat(1000)}.js`,
    'index.html',
    '',
  ])('%j is not there', async (path) => {
    expect(await createPageFiles(folder).read(path)).toBeNull();
  });

  test('no path at all leads out of the folder', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '/',
      '\\',
      '%2f',
      'secret.txt',
      'assets',
      '~',
      '\0',
      ' ',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part), async (parts) => {
        const file = await createPageFiles(folder).read(`/${parts.join('')}`);
        expect(Buffer.from(file?.body ?? []).toString()).not.toContain('secret');
      }),
    );
  });
});
