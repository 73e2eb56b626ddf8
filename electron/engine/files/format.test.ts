import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { formatNix } from './format.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nxc-format-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A program that keeps to what formatters promise: text in, text out, and an exit code. */
function install(name: string, script: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

describe('formatting', () => {
  test('leaves the text alone where no formatter is installed', async () => {
    expect(await formatNix('{a=1;}', { PATH: folder })).toEqual({ formatter: null, text: '{a=1;}' });
  });

  test('takes what the formatter writes, to its last line break', async () => {
    install('alejandra', '[ "$*" = "--quiet -" ] && /usr/bin/tr a b');
    expect(await formatNix('{a=1;}\n\n', { PATH: folder })).toEqual({
      formatter: 'alejandra',
      text: '{b=1;}\n\n',
    });
  });

  test('prefers nixfmt', async () => {
    install('alejandra', 'echo alejandra');
    install('nixfmt', 'echo nixfmt');
    expect((await formatNix('{ }', { PATH: folder })).formatter).toBe('nixfmt');
  });

  test.each(['exit 1', 'echo half; exit 1', 'exit 0', 'echo half; kill -9 $$'])(
    'never loses text to a formatter that fails (%s)',
    async (script) => {
      install('nixfmt', script);
      expect((await formatNix('{ a = ', { PATH: folder })).text).toBe('{ a = ');
    },
  );
});
