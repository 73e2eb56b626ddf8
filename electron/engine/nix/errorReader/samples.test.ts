import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppError, ErrorCode } from '#shared/errors.ts';
import { createReadingProject, type ReadingProject, samplesFolder } from './testing/readingProject.ts';

let project: ReadingProject;

beforeEach(async () => {
  project = await createReadingProject();
});
afterEach(() => project.remove());

async function readSample(name: string): Promise<AppError> {
  const composition = join(samplesFolder, `${name}.composition.nix`);
  if (existsSync(composition)) {
    await writeFile(join(project.directory, 'composition.nix'), readFileSync(composition));
  }
  // The first line is the exit code, noted by whoever recorded the sample.
  return project.read({
    errors: [readFileSync(join(samplesFolder, `${name}.txt`), 'utf8').replace(/^# rc=.*\n/, '')],
  });
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

test('each sample has an expectation', () => {
  const recorded = readdirSync(samplesFolder).flatMap((file) =>
    file.endsWith('.txt') ? [file.slice(0, -4)] : [],
  );
  expect(Object.keys(expectations).sort()).toEqual(recorded.sort());
});

test.each(Object.entries(expectations))('%s', async (name, expected) => {
  if (name === '35-no-flake') await rm(join(project.directory, 'flake.nix'));
  const error = await readSample(name);
  const { position } = error.details;
  const place =
    position && `${position.file.slice(project.directory.length + 1)}:${position.line}:${position.column}`;
  expect(place).toBe(expected.place);
  expect(error.code).toBe(expected.code ?? 'nix-evaluation');
  expect(error.message).toMatch(expected.place === undefined ? expected.message : new RegExp(expected.place));
  expect(error.message).toMatch(
    expected.place === undefined ? expected.message : new RegExp(`: .*${expected.message.source}`, 's'),
  );
  expect(error.hint).toMatch(expected.hint);
  expect(error.message).not.toMatch(/\/nix\/store/);
  expect(error.details.raw).not.toBe('');
});
