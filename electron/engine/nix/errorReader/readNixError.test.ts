import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { AppError, ErrorCode } from '#shared/errors.ts';
import { createProjectSources } from './projectSources.ts';
import { readNixError } from './readNixError.ts';

const samples = join(import.meta.dirname, 'samples');
const flakeOfSamples = `{\n${'  #\n'.repeat(12)}}\n`;

let project: string;

beforeEach(async () => {
  project = await mkdtemp(join(tmpdir(), 'nxc-errors-'));
  await writeFile(join(project, 'flake.nix'), flakeOfSamples);
});
afterEach(() => rm(project, { recursive: true }));

interface Reading {
  readonly errors: readonly string[];
  readonly untracked?: readonly string[];
  readonly tails?: ReadonlyMap<string, readonly string[]>;
}

function read({ errors, untracked = [], tails = new Map() }: Reading): Promise<AppError> {
  return readNixError({
    log: { errors, plain: [], tails },
    exitCode: 1,
    command: 'nix build .#composition::docker',
    sources: createProjectSources({
      directory: project,
      gitRoot: project,
      isUntracked: async (file) => untracked.some((name) => file === join(project, name)),
    }),
    compositionFile: join(project, 'composition.nix'),
  });
}

async function readSample(name: string): Promise<AppError> {
  const composition = join(samples, `${name}.composition.nix`);
  if (existsSync(composition)) {
    await writeFile(join(project, 'composition.nix'), readFileSync(composition));
  }
  // The first line is the exit code, noted by whoever recorded the sample.
  return read({ errors: [readFileSync(join(samples, `${name}.txt`), 'utf8').replace(/^# rc=.*\n/, '')] });
}

interface Expected {
  readonly place?: string;
  readonly message: RegExp;
  readonly hint: RegExp;
  readonly code?: ErrorCode;
}

const expectations: Readonly<Record<string, Expected>> = {
  '01-syntax-missing-semicolon': {
    place: 'composition.nix:5:27',
    message: /semicolon is missing/,
    hint: /line before/,
  },
  '02-syntax-unterminated-string': {
    place: 'composition.nix:3:48',
    message: /never ends/,
    hint: /Close it with "/,
  },
  '03-syntax-unbalanced-brace': { place: 'composition.nix:4:2', message: /still open/, hint: /never closed/ },
  '04-undefined-variable': {
    place: 'composition.nix:4:29',
    message: /“hostname” is not defined/,
    hint: /“hostName”/,
  },
  '05-missing-attribute': { place: 'composition.nix:4:38', message: /no “doesNotExist”/, hint: /no package/ },
  '06-type-error-string-plus-int': {
    place: 'composition.nix:4:38',
    message: /number is given/,
    hint: /toString/,
  },
  '07-type-error-call-non-function': {
    place: 'composition.nix:4:39',
    message: /it is a text/,
    hint: /\( \)/,
  },
  '08-type-error-option': {
    place: 'composition.nix:5:7',
    message: /services\.httpd\.port” is set to "80"/,
    hint: /16 bit.*without quotes/,
  },
  '08c-type-error-nested': {
    place: 'composition.nix:4:7',
    message: /motd\.text” is set to 42/,
    hint: /Put it into quotes/,
  },
  '09-unknown-option': {
    place: 'composition.nix:4:7',
    message: /no option “services\.httpd\.enabel”/,
    hint: /“enable”/,
  },
  '10-unknown-option-toplevel': {
    place: 'composition.nix:4:7',
    message: /no option “servces”/,
    hint: /“services”/,
  },
  '11-infinite-recursion': { place: 'composition.nix:4:7', message: /needs itself/, hint: /config/ },
  '12-throw': { message: /^my message$/, hint: /trace/ },
  '13-assert': { place: 'composition.nix:4:29', message: /\(1 == 2\) is false/, hint: /assert/ },
  '14-missing-file': {
    place: 'composition.nix:3:23',
    message: /server\.nix does not exist/,
    hint: /Create it/,
  },
  '15-missing-argument': {
    place: 'composition.nix:3:22',
    message: /argument “nosuch”/,
    hint: /pkgs, lib, config/,
  },
  '16-unexpected-argument-composition': {
    place: 'composition.nix:1:1',
    message: /argument “system”/,
    hint: /Add \.\.\./,
  },
  '17-no-roles': { place: 'composition.nix:1:1', message: /no roles/, hint: /roles = \{/ },
  '18-duplicate-attribute': {
    place: 'composition.nix:5:7',
    message: /defined twice.*line 4/,
    hint: /only once/,
  },
  '19-conflicting-definitions': {
    place: 'composition.nix:5:7',
    message: /different values/,
    hint: /mkForce.*composition\.nix:4:21: "b"/,
  },
  '20-role-is-not-a-module': { place: 'composition.nix:1:1', message: /a number/, hint: /roles\.<name>/ },
  '21-absolute-path-in-pure-mode': {
    place: 'composition.nix:4:36',
    message: /\/etc\/hostname/,
    hint: /copy the file/,
  },
  '22-abort': { message: /^stop here$/, hint: /abort/ },
  '30-no-such-package': { code: 'not-found', message: /“composition::dockr”/, hint: /composition::docker/ },
  '31-flake-syntax': { place: 'flake.nix:9:5', message: /colon is missing/, hint: /Put : after/ },
  '32-missing-path-input': { message: /\/lab\/seed\/nope does not exist/, hint: /flake\.nix/ },
  '33-offline-github-input': {
    code: 'connection-lost',
    message: /cannot download https:.*resolve/,
    hint: /tiny base/,
  },
  '34-undeclared-input': { message: /does not declare/, hint: /inputs\.<name>\.url/ },
  '35-no-flake': { code: 'not-found', message: /no flake\.nix/, hint: /nxc init/ },
  'nixpkgs-assertion': { place: 'composition.nix:4:144', message: /mutually exclusive/, hint: /contradicts/ },
  'nixpkgs-conflicting': {
    place: 'composition.nix:4:21',
    message: /networking\.domain” is defined several/,
    hint: /mkForce/,
  },
  'nixpkgs-infinite': { message: /needs itself/, hint: /config/ },
  'nixpkgs-missing-attribute': {
    place: 'composition.nix:4:38',
    message: /no “doesNotExist”/,
    hint: /search\.nixos\.org/,
  },
  'nixpkgs-option-type': {
    place: 'composition.nix:4:7',
    message: /services\.nginx\.enable/,
    hint: /true or false/,
  },
  'nixpkgs-undefined-variable': { place: 'composition.nix:4:27', message: /“hostname”/, hint: /quotes/ },
  'nixpkgs-unknown-option': {
    place: 'composition.nix:4:7',
    message: /services\.nginx\.enabel/,
    hint: /options/,
  },
};

describe('recorded errors', () => {
  test('each sample has an expectation', () => {
    const recorded = readdirSync(samples).flatMap((file) =>
      file.endsWith('.txt') ? [file.slice(0, -4)] : [],
    );
    expect(Object.keys(expectations).sort()).toEqual(recorded.sort());
  });

  test.each(Object.entries(expectations))('%s', async (name, expected) => {
    if (name === '35-no-flake') await rm(join(project, 'flake.nix'));
    const error = await readSample(name);
    const { position } = error.details;
    const place =
      position && `${position.file.slice(project.length + 1)}:${position.line}:${position.column}`;
    expect(place).toBe(expected.place);
    expect(error.code).toBe(expected.code ?? 'nix-evaluation');
    expect(error.message).toMatch(
      expected.place === undefined ? expected.message : new RegExp(expected.place),
    );
    expect(error.message).toMatch(
      expected.place === undefined ? expected.message : new RegExp(`: .*${expected.message.source}`, 's'),
    );
    expect(error.hint).toMatch(expected.hint);
    expect(error.message).not.toMatch(/\/nix\/store/);
    expect(error.details.raw).not.toBe('');
  });
});

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
  await writeFile(join(project, 'composition.nix'), '{ ... }: 1\n');
  const error = await read({ errors: [text] });
  expect(error.code).toBe(code);
  expect(error.message).toMatch(message);
  expect(error.hint).toMatch(hint);
});

test('a file that git does not track is named, with the command that helps', async () => {
  await mkdir(join(project, 'roles'));
  await writeFile(join(project, 'roles/db.nix'), '{ }');
  await writeFile(join(project, 'composition.nix'), '{ ... }: {\n  roles.db = import ./roles/db.nix;\n}\n');
  const texts = [
    `error: getting status of '${source}/roles/db.nix': No such file or directory`,
    `error: path '${source}/roles/db.nix' does not exist`,
    `error: access to path '${source}/roles/db.nix' is forbidden in restricted mode`,
    `error: Path 'roles/db.nix' in the repository "${project}" is not tracked by Git.\n\n       To make it visible to Nix, run: git add`,
  ];
  for (const text of texts) {
    const error = await read({ errors: [text], untracked: ['roles/db.nix'] });
    expect(error.message).toBe(
      'composition.nix:2:29: The file roles/db.nix exists, but git does not know it, and Nix sees only what git tracks.',
    );
    expect(error.hint).toContain('git add -N roles/db.nix');
  }
});

test('an untracked flake.nix is told from a missing one', async () => {
  const text = `error: getting status of '${source}/flake.nix': No such file or directory`;
  expect((await read({ errors: [text], untracked: ['flake.nix'] })).hint).toContain('git add -N flake.nix');
});

test('a failed builder is reported with its role and its last lines, not with what depended on it', async () => {
  const derivation = '/nix/store/h7yps86d4v92cfs160hn6sdnvgbfagd5-slow-site.drv';
  const error = await read({
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
  await writeFile(join(project, 'composition.nix'), `{ ... }:\n${'  x\n'.repeat(20)}`);
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
  const error = await read({ errors: [text] });
  expect(error.message).toBe('composition.nix:7:3: There is no “x” here.');
});

test('a place in the library does not become a place of the project', async () => {
  const error = await read({
    errors: [`error: undefined variable 'x'\n       at ${source}/lib/compose.nix:3:1:`],
  });
  expect(error.details.position).toBeUndefined();
});

test('words thrown by a library keep their advice, and name files as the user does', async () => {
  const text = `error: ${source}/composition.nix has no roles (it has: rolles).\n       Write:\n         { roles = { }; }`;
  await writeFile(join(project, 'composition.nix'), '{ foo, ... }: { }\n');
  const error = await read({ errors: [text] });
  expect(error.message).toBe('composition.nix has no roles (it has: rolles).');
  expect(error.hint).toBe('Write:\n  { roles = { }; }');
});

test('any text whatever becomes an error that says something', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.string({ maxLength: 200 }), { maxLength: 4 }), async (errors) => {
      const error = await read({ errors });
      expect(error.message).not.toBe('');
      expect(error.hint).toBeTruthy();
    }),
    { numRuns: 50 },
  );
});

test('pieces of real errors never break the reader', async () => {
  const whole = readdirSync(samples).flatMap((file) =>
    file.endsWith('.txt') ? [readFileSync(join(samples, file), 'utf8')] : [],
  );
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...whole), fc.nat(900), fc.nat(900), async (text, from, to) => {
      expect((await read({ errors: [text.slice(from, from + to)] })).message).not.toBe('');
    }),
    { numRuns: 80 },
  );
});
