/**
 * The flavours of the NixOS test framework on the command line. No nixpkgs can be built on a machine without a network:
 * the packages are stand-ins, derivations of the tiny base that write what the framework's driver would.
 */
import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newFailure, script } from '#engine/tests/nixosTest/samples.ts';
import { openTerminal, type Terminal } from './testing/terminal.ts';
import { createWorld, type Project, type World } from './testing/world.ts';

let world: World;
let project: Project;
let terminal: Terminal;

const flavours = `[
  {
    name = "nixos-test";
    description = "A stand-in for the NixOS test framework";
    modules.tiny = [ ];
    build = { pkgs, ... }: pkgs.runCommand "vm-test-run-composition" { } ''
      cat \${./driver.log} >&2
      . \${./ending.sh}
    '';
  }
  {
    name = "nixos-test-driver";
    description = "A stand-in for its driver";
    modules.tiny = [ ];
    build = { pkgs, ... }: pkgs.writeShellScriptBin "nixos-test-driver" ''
      trap 'echo "interrupted in $PWD"' INT
      while printf '>>> '; read -r line || [ -z "$line" ]; do
        case $line in exit) exit 7 ;; esac
      done
    '';
  }
]
`;

beforeAll(async () => {
  world = await createWorld();
  project = await world.project();
  const flake = await readFile(join(project.directory, 'flake.nix'), 'utf8');
  const composition = 'composition = ./composition.nix;';
  const offered = flake
    .replace(composition, `${composition} flavours = import ./flavours.nix;`)
    .replace('composition::docker', 'composition::nixos-test');
  await project.write('flake.nix', offered);
  await project.write('flavours.nix', flavours);
  await project.write('driver.log', `${newFailure}\n`);
  await project.write('ending.sh', 'exit 1');
  const text = script.replaceAll('\n', '\n    ');
  await project.write(
    'composition.nix',
    `{ ... }: {\n  roles.server = { };\n  testScript = ''\n    ${text}'';\n}\n`,
  );
  // Not a Git repository: Nix then sees every file.
  await rm(join(project.directory, '.git'), { recursive: true, force: true });
  terminal = await openTerminal(world, project.directory);
});

afterAll(async () => {
  await terminal.close();
  await world.remove();
});

test('a test that fails ends with exit code 3, with its place in the composition, and its reports are written', async () => {
  const { exitCode, stdout, stderr } = await project.nxc(
    'driver',
    '-t',
    '-f',
    'nixos-test',
    '--report',
    'out/',
  );
  expect(stderr).toMatch(/The test script failed: command `grep Title page` failed \(exit code 1\)/);
  expect(stderr).toMatch(/hint: .*nxc start --build -C composition::nixos-test-driver/);
  expect(stdout).toMatch(/✓ client: must succeed: curl -f http:\/\/server +0\.12 s/);
  expect(exitCode).toBe(3);
  expect(await readFile(join(project.directory, 'out', 'report.xml'), 'utf8')).toContain('it has a title');
  expect(existsSync(join(project.directory, 'out', 'report.html'))).toBe(true);
});

test('building it is the same test', async () => {
  expect(await project.nxc('build', '-f', 'nixos-test')).toMatchObject({ exitCode: 3 });
  expect(await project.json('build', '-f', 'nixos-test')).toMatchObject({
    ok: false,
    error: { code: 'test-failed' },
  });
  await project.write('ending.sh', 'touch "$out"');
  const { exitCode, stdout } = await project.nxc('build', '-f', 'nixos-test');
  expect(stdout).toMatch(/The test script passed\.\n$/);
  expect(exitCode).toBe(0);
  expect(await project.nxc('driver', '-t', '-f', 'nixos-test')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('this very test has passed before'),
  });
});

test('what the framework cannot do is refused with what can', async () => {
  const start = await project.nxc('start', '-f', 'nixos-test');
  expect(start).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/building it runs its test[\s\S]*nxc build -f nixos-test/),
  });
  const roles = await project.nxc('start', '--build', '-f', 'nixos-test-driver', '-r', 'server=2');
  expect(roles).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('rolesDistribution') });
  const piped = await project.nxc('start', '--build', '-f', 'nixos-test-driver');
  expect(piped).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('nxc driver -t -f nixos-test'),
  });
});

test('the driver has the terminal to itself: Ctrl-C is its own, twice too, and so is the exit code', async () => {
  await terminal.enter('nxc start --build -f nixos-test-driver; echo "code=$?"');
  await terminal.shows(/^>>>/m);
  await terminal.press('C-c');
  await terminal.shows(/interrupted in .*artifact\/composition\/nixos-test-driver/);
  await terminal.press('C-c');
  await terminal.shows(/interrupted in[\s\S]*interrupted in/);
  await terminal.enter('exit');
  await terminal.shows(/^code=7/m);
});
