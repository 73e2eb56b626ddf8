import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ErrorCode } from '#shared/errors.ts';
import { createReadingProject, type ReadingProject, samplesFolder } from './testing/readingProject.ts';

let project: ReadingProject;

beforeEach(async () => {
  project = await createReadingProject();
});
afterEach(() => project.remove());

const source = '/nix/store/00000000000000000000000000000000-source';

/** Messages of Nix itself, as 2.8 and later versions write them. */
const others: readonly [string, string, ErrorCode, RegExp, RegExp][] = [
  [
    'no space',
    'error: writing to file: No space left on device',
    'disk-full',
    /disk .* is full/,
    /nix-collect-garbage/,
  ],
  [
    'no daemon',
    "error: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': No such file or directory",
    'daemon-unreachable',
    /does not answer/,
    /nxc doctor/,
  ],
  [
    'daemon refuses',
    "error: cannot connect to socket at '/nix/var/nix/daemon-socket/socket': Permission denied",
    'permission-denied',
    /may not use/,
    /allowed-users/,
  ],
  [
    'store of others',
    "error: could not set permissions on '/nix/var/nix/profiles/per-user' to 755: Operation not permitted",
    'permission-denied',
    /may not write/,
    /--store/,
  ],
  [
    'store lock',
    "error: opening lock file '/nix/var/nix/db/big-lock': Permission denied",
    'permission-denied',
    /may not write/,
    /daemon/,
  ],
  [
    'feature off',
    "error: experimental Nix feature 'flakes' is disabled; use '--extra-experimental-features flakes' to override",
    'unsupported',
    /“flakes”/,
    /nix\.conf/,
  ],
  [
    'bad flag',
    "error: unrecognised flag '--nosuchflag'\nTry 'nix --help' for more information.",
    'bad-input',
    /--nosuchflag/,
    /--nix-flags/,
  ],
  ['link taken', "error: cannot create symlink '/p/build/f'; already exists", 'conflict', /in the way/, /-o/],
  [
    'foreign machine',
    "error: a 'aarch64-linux' with features {} is required to build '/nix/store/k3qi2k2dxsvkg3icvim4m1fyikxd391j-boom.drv', but I am a 'x86_64-linux' with features {kvm}",
    'nix-build',
    /only be built on aarch64-linux/,
    /remote builder/,
  ],
  [
    'missing feature',
    "error: a 'x86_64-linux' with features {kvm} is required to build '/nix/store/k3qi2k2dxsvkg3icvim4m1fyikxd391j-boom.drv', but I am a 'x86_64-linux' with features {}",
    'nix-build',
    /needs a machine with the features \{kvm\}/,
    /system-features/,
  ],
  [
    'no output',
    "error: builder for '/nix/store/jyc2jdlfw7ag0c4s0jr25xm2lgbig19f-boom.drv' failed to produce output path for output 'out' at '/nix/store/cs0w27nkl1mv3xh00742sim8lw1x2pnm-boom'",
    'nix-build',
    /boom made nothing/,
    /\$out/,
  ],
  [
    'killed',
    "error: builder for '/nix/store/nx88byc6ljix78wbb29ssbjx9lc5mwh6-boom.drv' failed due to signal 9 (Killed)",
    'nix-build',
    /signal 9/,
    /memory/,
  ],
  [
    'library changed',
    "error: NAR hash mismatch in input 'path:/home/ada/.local/share/nxc/library/0abc?narHash=sha256-Ox' (/nix/store/w2w3jqkv802w7pzl8gh5s4yi38ljin6m-source), expected 'sha256-Ox', got 'sha256-Oy'",
    'nix-evaluation',
    /Nix library/,
    /nxc build -u/,
  ],
  [
    'library gone',
    "error: getting status of '/home/ada/.local/share/nxc/library/0abc': No such file or directory",
    'nix-evaluation',
    /Nix library/,
    /nxc build -u/,
  ],
  [
    'input changed',
    "error: NAR hash mismatch in input 'path:/src/mine?narHash=sha256-Ox' (/nix/store/w2w3jqkv802w7pzl8gh5s4yi38ljin6m-source), expected 'sha256-Ox', got 'sha256-Oy'",
    'nix-evaluation',
    /\/src\/mine is not what/,
    /nxc build -u/,
  ],
  [
    'odd path',
    "error: 'file:///home/ada/my project' is not a valid URL",
    'unsupported',
    /cannot build in the folder/,
    /rename or move/,
  ],
  [
    'refused',
    "error: unable to download 'https://api.github.com/repos/a/b/commits/HEAD': HTTP error 404",
    'connection-lost',
    /HTTP error 404/,
    /address/,
  ],
  [
    'search path',
    "error: cannot look up '<nixpkgs>' in pure evaluation mode (use '--impure' to override)",
    'nix-evaluation',
    /<nixpkgs>/,
    /“pkgs”/,
  ],
  [
    'unpinned',
    "error: in pure evaluation mode, 'fetchTarball' requires a 'sha256' argument",
    'nix-evaluation',
    /fetchTarball/,
    /sha256/,
  ],
  [
    'hash',
    "error: hash mismatch in fixed-output derivation '/nix/store/k3qi2k2dxsvkg3icvim4m1fyikxd391j-src.tar.gz.drv':\n         specified: sha256-AAAA\n            got:    sha256-BBBB",
    'nix-build',
    /src\.tar\.gz/,
    /sha256-BBBB/,
  ],
  [
    'used but undefined',
    "error: The option `a.b' is used but not defined.",
    'nix-evaluation',
    /nothing defines it/,
    /a\.b = …;/,
  ],
  ['interrupted', 'error: interrupted by the user', 'cancelled', /interrupted/, /goes on/],
  ['stack', 'error: stack overflow (possible infinite recursion)', 'nix-evaluation', /itself/, /config/],
  [
    'newer kinds',
    `error: expected a set but found an integer: 1\n       at ${source}/composition.nix:1:1:`,
    'nix-evaluation',
    /a set is needed, and a number/,
    /\( \)/,
  ],
];

test.each(others)('%s', async (_name, text, code, message, hint) => {
  await writeFile(join(project.directory, 'composition.nix'), '{ ... }: 1\n');
  const error = await project.read({ errors: [text] });
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(error.hint).toMatch(hint);
});

test('a file that git does not track is named, with the command that helps', async () => {
  await mkdir(join(project.directory, 'roles'));
  await writeFile(join(project.directory, 'roles/db.nix'), '{ }');
  await writeFile(
    join(project.directory, 'composition.nix'),
    '{ ... }: {\n  roles.db = import ./roles/db.nix;\n}\n',
  );
  const texts = [
    `error: getting status of '${source}/roles/db.nix': No such file or directory`,
    `error: path '${source}/roles/db.nix' does not exist`,
    `error: access to path '${source}/roles/db.nix' is forbidden in restricted mode`,
    `error: Path 'roles/db.nix' in the repository "${project.directory}" is not tracked by Git.\n\n       To make it visible to Nix, run: git add`,
  ];
  for (const text of texts) {
    const error = await project.read({ errors: [text], untracked: ['roles/db.nix'] });
    expect(error.message).toBe(
      'composition.nix:2:29: The file roles/db.nix exists, but git does not know it, and Nix sees only what git tracks.',
    );
    expect(error.hint).toContain('git add -N roles/db.nix');
  }
});

test('an untracked flake.nix is told from a missing one', async () => {
  const text = `error: getting status of '${source}/flake.nix': No such file or directory`;
  expect((await project.read({ errors: [text], untracked: ['flake.nix'] })).hint).toContain(
    'git add -N flake.nix',
  );
});

test('a failed builder is reported with its role and its last lines, not with what depended on it', async () => {
  const derivation = '/nix/store/h7yps86d4v92cfs160hn6sdnvgbfagd5-slow-site.drv';
  const error = await project.read({
    errors: [
      `error: builder for '${derivation}' failed with exit code 3`,
      "error: 1 dependencies of derivation '/nix/store/fmmi0a2dxy6mpjmf6anzq8xfh027lg44-tiny-system-server.drv' failed to build",
      "error: 1 dependencies of derivation '/nix/store/bf89wx05acsssqmssjnvhazzk396yqq7-compose-info.json.drv' failed to build",
    ],
    tails: new Map([[derivation, ['one', '', 'cp: cannot stat: No such file']]]),
  });
  expect(error.code).toBe('nix-build');
  expect(error.message).toBe('Building slow-site (role “server”) failed with exit code 3.');
  expect(error.hint).toBe('Its last lines:\n  one\n  cp: cannot stat: No such file');
});

test('later versions of Nix print the trace first', async () => {
  await writeFile(join(project.directory, 'composition.nix'), `{ ... }:\n${'  x\n'.repeat(20)}`);
  const text = [
    'error:',
    '       … while calling the \u2018head\u2019 builtin',
    '         at /nix/store/ph32psz7kxvblc6fg8zirpym5nvi3g7x-nixpkgs/lib/attrsets.nix:1575:11:',
    '         1574|         || pred here (elemAt values 1) (head values) then',
    '       … from call site',
    `         at ${source}/composition.nix:7:3:`,
    "       (stack trace truncated; use '--show-trace' to show the full, detailed trace)",
    '',
    '       \u001b[31;1merror:\u001b[0m attribute \u2018x\u2019 missing',
  ]
    .join('\n')
    .replaceAll(/[\u2018\u2019]/g, "'");
  const error = await project.read({ errors: [text] });
  expect(error.message).toBe('composition.nix:7:3: There is no “x” here.');
});

test('a place in the library does not become a place of the project', async () => {
  const error = await project.read({
    errors: [`error: undefined variable 'x'\n       at ${source}/lib/compose.nix:3:1:`],
  });
  expect(error.details.position).toBeUndefined();
});

test('words thrown by a library keep their advice, and name files as the user does', async () => {
  const text = `error: ${source}/composition.nix has no roles (it has: rolles).\n       Write:\n         { roles = { }; }`;
  await writeFile(join(project.directory, 'composition.nix'), '{ foo, ... }: { }\n');
  const error = await project.read({ errors: [text] });
  expect(error.message).toBe('composition.nix has no roles (it has: rolles).');
  expect(error.hint).toBe('Write:\n  { roles = { }; }');
});

test('words thrown while definitions are merged are shown without the list of them', async () => {
  const text =
    'error: pkgs.nginx is not in the tiny base. Definition values:\n' +
    `       - In \`${source}/composition.nix:3:1'\n       Use busybox's httpd.`;
  await writeFile(join(project.directory, 'composition.nix'), 'first\nsecond\nthird\n');
  const error = await project.read({ errors: [text] });
  expect(error.message).toBe('composition.nix:3:1: pkgs.nginx is not in the tiny base.');
  expect(error.hint).toBe("Use busybox's httpd.");
});

test('any text whatever becomes an error that says something', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ maxLength: 200 }), { maxLength: 4 }), async (errors) => {
      const error = await project.read({ errors });
      expect(error.message).not.toBe('');
      expect(error.hint).toBeTruthy();
    }),
    { numRuns: 50 },
  );
});

test('pieces of real errors never break the reader', async () => {
  const whole = readdirSync(samplesFolder).flatMap((file) =>
    file.endsWith('.txt') ? [readFileSync(join(samplesFolder, file), 'utf8')] : [],
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...whole), fc.nat(900), fc.nat(900), async (text, from, to) => {
      expect((await project.read({ errors: [text.slice(from, from + to)] })).message).not.toBe('');
    }),
    { numRuns: 80 },
  );
});
