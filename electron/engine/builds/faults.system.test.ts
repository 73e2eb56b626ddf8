/** What goes wrong, with the real Nix: each fault says what, where and what next, and the next build works. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppError } from '#shared/errors.ts';
import {
  createWorkbench,
  options,
  recording,
  targetIn,
  type Workbench,
  withBuilder,
  withRole,
} from './testing/workbench.ts';

let bench: Workbench;

beforeAll(async () => {
  bench = await createWorkbench();
});
afterAll(() => bench.close());

const build = (directory: string, work = recording(), some = {}) =>
  bench.builds.build(targetIn(directory), options(some), work);

/** The AppError that a build fails with. */
async function failure(directory: string, some = {}): Promise<AppError> {
  return build(directory, recording(), some).then(
    () => {
      throw new Error('the build succeeded');
    },
    (error: AppError) => error,
  );
}

const compositions: readonly [string, string, string | undefined, RegExp, RegExp][] = [
  [
    'a missing semicolon',
    withRole('networking.hostName = "a"\n      files = { };'),
    '5:13',
    /semicolon/,
    /line before/,
  ],
  [
    'an unclosed text',
    withRole('networking.hostName = "a;'),
    undefined,
    /never ends|still open|text/,
    /"|quote/,
  ],
  ['an undefined variable', withRole('networking.hostName = hostname;'), '4:29', /“hostname”/, /“hostName”/],
  [
    'a forgotten argument',
    '{ ... }: {\n  roles.a = { ... }: { networking.hostName = lib.x; };\n}\n',
    '2:46',
    /“lib”/,
    /\{ lib, \.\.\. \}/,
  ],
  ['a missing attribute', withRole('files."/a".text = config.nosuch;'), '4:25', /“nosuch”/, /./],
  [
    'infinite recursion',
    withRole('files."/a".text = config.files."/a".text + "x";'),
    '4:7',
    /itself/,
    /config/,
  ],
  ['a type error', withRole('files."/a".text = "a" + 1;'), '4:31', /number/, /toString/],
  ['an option of another type', withRole('files."/a".text = 80;'), '4:7', /text.*80/, /quotes/],
  [
    'an unknown option',
    withRole('services.web = { command = "httpd -f"; prt = 80; };'),
    '4:46',
    /services\.web\.prt/,
    /port/,
  ],
  ['an option of NixOS', withRole('systemd.services.web.script = "httpd";'), '4:7', /systemd/, /nixpkgs/],
  [
    'conflicting definitions',
    withRole('imports = [ { files."/a".mode = "0600"; } ]; files."/a" = { text = ""; mode = "0644"; };'),
    undefined,
    /mode/,
    /mkForce/,
  ],
  ['an argument nobody gives', '{ pkgs, nosuch, ... }: { roles.a = { }; }\n', undefined, /nosuch/, /pkgs/],
  ['no roles', '{ ... }: { rolles = { }; }\n', undefined, /no roles/, /roles = \{/],
  ['a role that is none', '{ ... }: { roles.a = 42; }\n', '1:1', /number/, /roles\.<name>/],
  ['a throw', withRole('files."/a".text = throw "my message";'), '4:7', /my message/, /./],
  ['a failed assert', withRole('files."/a".text = assert 1 == 2; "a";'), '4:25', /1 == 2/, /assert/],
  [
    'a file that is not there',
    withRole('imports = [ ./nosuch.nix ];'),
    '4:21',
    /nosuch\.nix does not exist/,
    /Create it/,
  ],
  [
    'a file of the machine',
    withRole('files."/a".text = builtins.readFile /etc/hostname;'),
    '4:25',
    /\/etc\/hostname/,
    /copy the file/,
  ],
];

describe('a composition with', () => {
  test.each(compositions)('%s', async (_name, composition, place, message, hint) => {
    const directory = await bench.makeProject(composition);
    const error = await failure(directory);
    expect(error.code).toBe('nix-evaluation');
    expect(error.message).toMatch(message);
    expect(error.hint).toMatch(hint);
    expect(`${error.message} ${error.hint}`).not.toContain('/nix/store/');
    if (place === undefined) return;
    const [line, column] = place.split(':').map(Number);
    expect(error.details.position).toEqual({ file: join(directory, 'composition.nix'), line, column });
  });
});

describe('a project', () => {
  test('with an untracked file builds once git knows it', async () => {
    const directory = await bench.makeProject(withRole('imports = [ ./web.nix ];'));
    await writeFile(join(directory, 'web.nix'), '{ networking.hostName = "a"; }\n');
    const error = await failure(directory);
    expect(error.message).toContain('web.nix exists, but git does not know it');
    expect(error.hint).toContain('git add -N web.nix');
    expect(error.details.position).toMatchObject({ line: 4, column: 21 });
    await bench.projects.track(directory, ['web.nix']);
    await build(directory);
  });

  test('whose flake.nix is untracked says so', async () => {
    const directory = await bench.makeProject();
    execFileSync('git', ['-C', directory, 'rm', '--quiet', '--cached', 'flake.nix']);
    expect((await failure(directory)).hint).toContain('git add -N flake.nix');
  });

  test('in a subfolder of a repository has its errors in the right file', async () => {
    const repository = join(bench.root, 'repository');
    await mkdir(repository);
    execFileSync('git', ['-C', repository, 'init', '--quiet']);
    const directory = join(repository, 'deep/project');
    await bench.projects.init({ directory, template: 'tutorial', overwrite: false });
    await build(directory);
    const file = join(directory, 'composition.nix');
    await writeFile(file, withRole('networking.hostName = oops;'));
    const error = await failure(directory);
    expect(error.message).toMatch(/^composition\.nix:4:29: /);
    expect(error.details.position).toEqual({ file, line: 4, column: 29 });
  });

  test('with a syntax error in flake.nix or flake.lock is pointed at that file', async () => {
    const directory = await bench.makeProject();
    const lock = join(directory, 'flake.lock');
    const good = readFileSync(lock);
    await writeFile(lock, '{\n  "nodes": oops\n}');
    expect((await failure(directory)).details.position).toEqual({ file: lock, line: 2, column: 12 });
    await writeFile(lock, good);
    await writeFile(join(directory, 'flake.nix'), '{\n  outputs = { self } 1;\n}\n');
    expect((await failure(directory)).details.position).toMatchObject({
      file: join(directory, 'flake.nix'),
      line: 2,
    });
  });

  test('without the flavour names those it has', async () => {
    const directory = await bench.makeProject();
    const target = { ...targetIn(directory), flavour: 'g5k-image' } as const;
    const expected = { code: 'not-found', hint: expect.stringContaining('composition::docker') };
    await expect(bench.builds.build(target, options(), recording())).rejects.toMatchObject(expected);
    await expect(bench.compositions.evaluate(target)).rejects.toMatchObject(expected);
  });

  test('where a file is in the way of the link says which', async () => {
    const directory = await bench.makeProject();
    await mkdir(join(directory, 'build'));
    await writeFile(join(directory, 'build/composition::docker'), 'mine');
    const error = await failure(directory);
    expect(error.code).toBe('conflict');
    expect(error.message).toContain('build/composition::docker');
    expect(readFileSync(join(directory, 'build/composition::docker'), 'utf8')).toBe('mine');
  });

  test('whose input cannot be fetched says so and can be tried again', async () => {
    const directory = await bench.makeProject();
    const flake = join(directory, 'flake.nix');
    const text = readFileSync(flake, 'utf8');
    await writeFile(
      flake,
      text.replace(
        'inputs.nxc.url',
        'inputs.other.url = "https://other.invalid/x.tar.gz";\n  inputs.nxc.url',
      ),
    );
    await writeFile(flake, readFileSync(flake, 'utf8').replace('{ self, nxc }', '{ self, nxc, other }'));
    // Nix waits longer and longer between its attempts; one is enough here.
    const other = await createWorkbench({ ...process.env, NIX_CONFIG: 'download-attempts = 1' });
    try {
      const building = other.builds.build(targetIn(directory), options(), recording());
      await expect(building).rejects.toMatchObject({ code: 'connection-lost', retryable: true });
    } finally {
      await other.close();
    }
  });
});

describe('a builder', () => {
  test('that fails is named with its role and its last words', async () => {
    const directory = await bench.makeProject(
      withBuilder('echo first; echo the cause >&2; exit 3', bench.root),
    );
    const error = await failure(directory);
    expect(error.code).toBe('nix-build');
    expect(error.message).toBe('Building made (role “server”) failed with exit code 3.');
    expect(error.hint).toContain('the cause');
    await writeFile(join(directory, 'composition.nix'), withBuilder('echo > $out', bench.root));
    await build(directory);
  });

  test('that makes nothing is told what to make', async () => {
    const error = await failure(await bench.makeProject(withBuilder(':', bench.root)));
    expect(error.hint).toContain('"$out"');
  });
});

describe('the machine', () => {
  test('without Nix is told how to get it', async () => {
    const without = await createWorkbench({ PATH: '/nonexistent', HOME: '/nonexistent' });
    try {
      const directory = await without.makeProject();
      const building = without.builds.build(targetIn(directory), options(), recording());
      await expect(building).rejects.toMatchObject({
        code: 'missing-program',
        hint: expect.stringContaining('nxc doctor'),
      });
    } finally {
      await without.close();
    }
  });

  test('whose Nix daemon is down is told so', async () => {
    const directory = await bench.makeProject();
    const error = await failure(directory, { store: 'unix:///nonexistent/socket' });
    expect(error).toMatchObject({ code: 'daemon-unreachable', retryable: true });
  });

  test('whose disk is full is told how to free some', async () => {
    const directory = await bench.makeProject();
    const small = join(bench.root, 'small');
    await mkdir(small);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', small]);
    try {
      const error = await failure(directory, { store: join(small, 'store') });
      expect(error).toMatchObject({
        code: 'disk-full',
        hint: expect.stringContaining('nix-collect-garbage'),
      });
    } finally {
      execFileSync('umount', [small]);
    }
    await build(directory);
  });
});
