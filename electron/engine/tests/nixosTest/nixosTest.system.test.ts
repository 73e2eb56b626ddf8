/**
 * Tests that run inside of a build, with the real Nix. No nixpkgs can be built on a machine without a network, so the
 * package is a stand-in: a derivation of the tiny base with the framework's name that writes a log of its driver and
 * ends as it would.
 */
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildOptions } from '#shared/contract/builds.ts';
import type { Target } from '#shared/contract/common.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { NodeLine } from '#shared/contract/tests.ts';
import { userDirectories } from '../../platform/userDirectories.ts';
import { createServices } from '../../services.ts';
import { writeReport } from '../reports/index.ts';
import { listRuns, nameRun, readLines, readRun } from '../runs/store.ts';
import { newFailure, oldFailure, script } from './samples.ts';

let root: string;
let target: Target;
let services: ReturnType<typeof createServices>;

/** A log that ends before anything fails. */
const success = `${newFailure.slice(0, newFailure.indexOf('\u001b[1m\u001b[32msubtest: it has a title'))}cleanup
(finished: cleanup, in 0.00 seconds)
test script finished in 11.02s`;

const flavour = `{
  name = "nixos-test";
  description = "A stand-in for the NixOS test framework";
  modules.tiny = [ ];
  build = { pkgs, ... }: pkgs.runCommand "vm-test-run-composition" { nonce = builtins.readFile ./nonce; } ''
    cat \${./driver.log} >&2
    . \${./ending.sh}
  '';
}
`;

beforeAll(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'nxc-nixos-test-')));
  const environment = { ...process.env, NXC_HOME: join(root, 'home') };
  services = createServices({ environment, directories: userDirectories(environment) });
  const directory = join(root, 'project');
  await (await services.projects()).init({ directory, template: 'tutorial', overwrite: false });
  const flake = await readFile(join(directory, 'flake.nix'), 'utf8');
  await writeFile(
    join(directory, 'flake.nix'),
    flake
      .replace(
        'composition = ./composition.nix;',
        'composition = ./composition.nix; flavours = [ (import ./flavour.nix) ];',
      )
      .replace('composition::docker', 'composition::nixos-test'),
  );
  await writeFile(join(directory, 'flavour.nix'), flavour);
  const indented = script.replaceAll('\n', '\n    ');
  await writeFile(
    join(directory, 'composition.nix'),
    `{ ... }:\n{\n  roles.server = { };\n  roles.client = { };\n  testScript = ''\n    ${indented}'';\n}\n`,
  );
  target = { directory, composition: 'composition', flavour: 'nixos-test' };
  await execa('git', ['-C', directory, 'add', '-N', 'flavour.nix']);
});
afterAll(async () => {
  await services.close();
  await rm(root, { recursive: true });
});

/** What the driver writes next time, and what it ends with. */
async function prepare(log: string, ending: string): Promise<void> {
  const { directory } = target;
  await writeFile(join(directory, 'driver.log'), `${log}\n`);
  await writeFile(join(directory, 'ending.sh'), ending);
  await writeFile(join(directory, 'nonce'), `${Date.now()}`);
  await execa('git', ['-C', directory, 'add', '-N', 'driver.log', 'ending.sh', 'nonce']);
}

function recording() {
  const abort = new AbortController();
  const told: JobProgress[] = [];
  return { abort, signal: abort.signal, told, report: (progress: JobProgress) => void told.push(progress) };
}

const ended = (told: readonly JobProgress[]) =>
  told.filter((progress) => progress.type === 'statement').filter(({ state }) => state !== 'running');

test.each([
  ['an old driver', oldFailure],
  ['a new driver', newFailure],
])('a test that fails in %s is a result with its place in the composition, and is kept', async (_, log) => {
  await prepare(log, 'exit 1');
  const work = recording();
  const lines: NodeLine[] = [];
  const tests = await services.tests();
  const stop = tests.onNodeLines((_run, some) => lines.push(...some));
  const run = nameRun(Date.now());
  const result = await tests.run({ target, run }, work);
  stop();
  const position = { file: join(target.directory, 'composition.nix'), line: 8, column: 1 };
  expect(result).toMatchObject({
    run,
    passed: false,
    failure: { message: 'command `grep Title page` failed (exit code 1)', line: 3, position, node: 'client' },
  });
  expect(result.failure?.traceback).toMatch(/composition\.nix, line 22, in <module>/);
  expect(work.told.find(({ type }) => type === 'script')).toMatchObject({ run, source: script });
  expect(ended(work.told).at(-1)).toMatchObject({ kind: 'subtest', text: 'it has a title', state: 'failed' });
  expect(lines).toContainEqual(
    expect.objectContaining({ node: 'server', line: expect.stringContaining('Linux version') }),
  );

  const stored = await readRun(target, run);
  expect(stored.summary).toMatchObject({
    outcome: 'failed',
    nodes: ['client', 'server'],
    failure: { node: 'client' },
  });
  expect(stored.entries).toHaveLength(new Set(ended(work.told).map(({ id }) => id)).size);
  // Within a millisecond only the order of each node's own lines is known.
  expect(Map.groupBy(await readLines(target, run), ({ node }) => node)).toEqual(
    Map.groupBy(lines, ({ node }) => node),
  );
  const junit = await writeReport('junit', stored, lines);
  expect(junit).toContain('testcase name="the page is there"');
  expect(junit).toMatch(/<failure message="command `grep Title page` failed/);
});

test('building it fails with the code of a failed test', async () => {
  await prepare(newFailure, 'exit 1');
  const building = services.buildOrTest(target, buildOptions.parse({}), recording());
  await expect(building).rejects.toMatchObject({
    code: 'test-failed',
    message: expect.stringContaining('grep Title page'),
    hint: expect.stringContaining('nxc start --build -C composition::nixos-test-driver'),
    details: { node: 'client', position: { line: 8 } },
  });
});

test('a test that passes is built; asked again it is not run, and its log tells the same', async () => {
  await prepare(success, 'touch "$out"');
  const first = recording();
  const built = await services.buildOrTest(target, buildOptions.parse({}), first);
  expect(built).toMatchObject({ derivationsBuilt: 1 });
  const second = recording();
  const again = await (await services.tests()).run({ target }, second);
  expect(again).toMatchObject({ passed: true, failure: null });
  expect(second.told).toContainEqual(
    expect.objectContaining({ type: 'warning', message: expect.stringContaining('passed before') }),
  );
  expect(ended(second.told)).toEqual(ended(first.told));
  expect(ended(first.told).map(({ text }) => text)).toContain('the page is there');
});

test('a build that fails before the test can run is no failed test, and no run', async () => {
  const { directory } = target;
  const before = await listRuns(directory, target);
  await writeFile(
    join(directory, 'flavour.nix'),
    flavour.replace(
      'cat ${./driver.log} >&2',
      'cat ${pkgs.runCommand "needed" { nonce = builtins.readFile ./nonce; } "echo broken; exit 1"}',
    ),
  );
  await prepare(success, 'touch "$out"');
  const running = (await services.tests()).run({ target }, recording());
  await expect(running).rejects.toMatchObject({
    code: 'nix-build',
    message: expect.stringContaining('needed'),
  });
  expect(await listRuns(directory, target)).toHaveLength(before.length);
  await writeFile(join(directory, 'flavour.nix'), flavour);
});

test('one that is stopped is kept as cancelled', async () => {
  await prepare(success, 'sleep 600');
  const work = recording();
  const run = nameRun(Date.now());
  const report = (progress: JobProgress): void => {
    work.report(progress);
    if (progress.type === 'statement' && progress.text === 'the page is there') work.abort.abort();
  };
  const running = (await services.tests()).run({ target, run }, { signal: work.signal, report });
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  expect((await readRun(target, run)).summary).toMatchObject({ outcome: 'cancelled', failure: null });
});

test('another script or user, a session, and a start are refused with what to do', async () => {
  const tests = await services.tests();
  const other = tests.run({ target, script: { name: 'a.py', source: 'pass' } }, recording());
  await expect(other).rejects.toMatchObject({ code: 'unsupported', hint: expect.stringContaining('-f vm') });
  await expect(tests.openSession(target, undefined)).rejects.toMatchObject({ code: 'unsupported' });
  const deployments = await services.deployments();
  for (const name of ['nixos-test', 'nixos-test-driver', 'nixos-test-ssh'] as const) {
    await expect(deployments.start({ ...target, flavour: name }, {}, recording())).rejects.toMatchObject({
      code: 'unsupported',
      hint: expect.stringContaining(
        name === 'nixos-test' ? 'nxc build -f nixos-test' : `nxc start --build -f ${name}`,
      ),
    });
  }
});
