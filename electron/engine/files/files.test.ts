import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFiles, largestFile } from './index.ts';

let base: string;
let project: string;
const files = createFiles();

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'nxc-files-')));
  project = join(base, 'lab');
  mkdirSync(project);
  writeFileSync(join(project, 'nxc.json'), '{}');
  writeFileSync(join(project, 'composition.nix'), '{ }: { }\n');
  writeFileSync(join(base, 'secret'), 'not yours');
});

afterEach(() => rmSync(base, { recursive: true, force: true }));

describe('reading', () => {
  test('gives the text and a revision that names it', async () => {
    const first = await files.read(project, 'composition.nix');
    expect(first.text).toBe('{ }: { }\n');
    writeFileSync(join(project, 'other.nix'), '{ }: { }\n');
    expect((await files.read(project, 'other.nix')).revision).toBe(first.revision);
  });

  test.each(['../secret', '/etc/passwd', 'a/../../secret', '..\\secret', '.', 'link/secret', 'secret-link'])(
    'refuses %s, which is outside the project',
    async (path) => {
      symlinkSync(base, join(project, 'link'));
      symlinkSync(join(base, 'secret'), join(project, 'secret-link'));
      await expect(files.read(project, path)).rejects.toMatchObject({ code: 'permission-denied' });
      await expect(files.write(project, path, 'x', null)).rejects.toMatchObject({
        code: 'permission-denied',
      });
    },
  );

  test('never leaves the project, whatever the path is made of', async () => {
    const part = fc.constantFrom('..', '.', '', 'a', 'link', 'composition.nix', '~', '%2e%2e', '\0');
    symlinkSync(base, join(project, 'link'));
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 6 }), async (parts) => {
        const outcome = await files
          .read(project, parts.join('/'))
          .catch((error: { code: string }) => error.code);
        expect(outcome).not.toMatchObject({ text: 'not yours' });
        expect(outcome === 'internal').toBe(false);
      }),
    );
  });

  test('refuses git’s own files', async () => {
    mkdirSync(join(project, '.git/hooks'), { recursive: true });
    await expect(files.write(project, '.git/hooks/post-commit', 'rm -rf', null)).rejects.toMatchObject({
      code: 'permission-denied',
      message: '.git/hooks/post-commit belongs to git itself and is not edited here.',
    });
  });

  test('says what is no text, too large, or not there', async () => {
    writeFileSync(join(project, 'image'), Uint8Array.of(0xff, 0xd8, 0xff));
    writeFileSync(join(project, 'zeros'), '\0\0');
    writeFileSync(join(project, 'large'), 'x'.repeat(largestFile + 1));
    for (const file of ['image', 'zeros', 'large']) {
      await expect(files.read(project, file)).rejects.toMatchObject({ code: 'unsupported' });
    }
    await expect(files.read(project, 'nothing')).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('writing', () => {
  test('replaces a file whose revision is known, and keeps its permissions', async () => {
    chmodSync(join(project, 'composition.nix'), 0o600);
    const { revision } = await files.read(project, 'composition.nix');
    const written = await files.write(project, 'composition.nix', 'new\n', revision);
    expect(await files.read(project, 'composition.nix')).toEqual({ text: 'new\n', revision: written });
    expect(statSync(join(project, 'composition.nix')).mode & 0o777).toBe(0o600);
    expect((await readdir(project)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('makes a new file and the folders on the way', async () => {
    await files.write(project, 'roles/server.nix', '{ }\n', null);
    expect(readFileSync(join(project, 'roles/server.nix'), 'utf8')).toBe('{ }\n');
  });

  test('changes nothing when the file is not what the writer has seen', async () => {
    const { revision } = await files.read(project, 'composition.nix');
    writeFileSync(join(project, 'composition.nix'), 'somebody else\n');
    await expect(files.write(project, 'composition.nix', 'mine\n', revision)).rejects.toMatchObject({
      code: 'conflict',
      message: 'composition.nix was changed by another program meanwhile; nothing was written.',
    });
    await expect(files.write(project, 'composition.nix', 'mine\n', null)).rejects.toMatchObject({
      message: 'composition.nix exists already; nothing was written.',
    });
    rmSync(join(project, 'composition.nix'));
    await expect(files.write(project, 'composition.nix', 'mine\n', revision)).rejects.toMatchObject({
      message: 'composition.nix was removed meanwhile; nothing was written.',
    });
    expect(await readdir(project)).toEqual(['nxc.json']);
  });

  test('of two at the same time lets one win and tells the other', async () => {
    const { revision } = await files.read(project, 'composition.nix');
    const outcomes = await Promise.allSettled(
      ['one', 'two'].map((text) => files.write(project, 'composition.nix', text, revision)),
    );
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test('writes through a link inside the project and leaves the link', async () => {
    symlinkSync('composition.nix', join(project, 'alias.nix'));
    const { revision } = await files.read(project, 'alias.nix');
    await files.write(project, 'alias.nix', 'through\n', revision);
    expect(readFileSync(join(project, 'composition.nix'), 'utf8')).toBe('through\n');
    expect((await files.read(project, 'alias.nix')).text).toBe('through\n');
  });
});

describe('listing', () => {
  test('with git: what it tracks and what it would offer, without what is generated or gone', async () => {
    const git = (...words: string[]): unknown =>
      execFileSync('git', ['-C', project, ...words], { stdio: 'pipe' });
    git('init', '-q');
    writeFileSync(join(project, '.gitignore'), '*.log\n');
    writeFileSync(join(project, 'gone.nix'), '');
    git('add', '.');
    rmSync(join(project, 'gone.nix'));
    writeFileSync(join(project, 'new.nix'), 'ab');
    writeFileSync(join(project, 'trace.log'), '');
    mkdirSync(join(project, 'build'));
    writeFileSync(join(project, 'build/output'), '');
    const { files: found, truncated } = await files.list(project);
    expect(truncated).toBe(false);
    expect(found).toEqual([
      { path: '.gitignore', size: 6, git: 'tracked' },
      { path: 'composition.nix', size: 9, git: 'tracked' },
      { path: 'new.nix', size: 2, git: 'untracked' },
      { path: 'nxc.json', size: 2, git: 'tracked' },
    ]);
  });

  test('without git: everything but hidden and generated files', async () => {
    mkdirSync(join(project, 'deploy'));
    writeFileSync(join(project, 'deploy/x.json'), '');
    writeFileSync(join(project, '.env'), '');
    mkdirSync(join(project, 'roles'));
    writeFileSync(join(project, 'roles/a.nix'), '');
    const { files: found } = await files.list(project);
    expect(found.map(({ path }) => path)).toEqual(['composition.nix', 'nxc.json', 'roles/a.nix']);
  });
});

describe('completing a folder', () => {
  test('offers what begins as typed, projects first, hidden ones only when asked for', async () => {
    mkdirSync(join(base, 'lax'));
    mkdirSync(join(base, '.hidden'));
    expect(await files.folders(`${base}/LA`)).toEqual({
      resolved: `${base}/LA`,
      folders: [
        { path: project, isProject: true },
        { path: join(base, 'lax'), isProject: false },
      ],
    });
    expect((await files.folders(`${base}/`)).folders.map(({ path }) => path)).not.toContain(
      join(base, '.hidden'),
    );
    expect((await files.folders(`${base}/.h`)).folders).toEqual([
      { path: join(base, '.hidden'), isProject: false },
    ]);
  });

  test('has nothing to offer where nothing is', async () => {
    expect((await files.folders(`${base}/nowhere/x`)).folders).toEqual([]);
  });
});
