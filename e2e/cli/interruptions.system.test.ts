/** Ctrl-C and kill -9 in the middle of everything, and commands that meet: the next command always works. */
import { readdir, readFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { printed } from './testing/outputOf.ts';
import { createWorld, type Project, type World } from './testing/world.ts';

let world: World;
let project: Project;

beforeAll(async () => {
  world = await createWorld();
  project = await world.project();
});

afterAll(() => world.remove());

beforeEach(async () => {
  await project.restore();
  expect(await project.nxc('build')).toMatchObject({ exitCode: 0 });
});

const exitCodes = { failed: 1, interrupted: 130 };

/** A role whose build says when it runs, and then takes its time. */
async function makeBuildSlow(nonce: string, seconds: number): Promise<void> {
  await project.edit(
    'client = { ... }: { };',
    `client = { pkgs, ... }: {
      files."/made".source = pkgs.runCommand "made" { nonce = "${world.folder} ${nonce}"; } ''
        echo at work; sleep ${seconds}; echo > $out
      '';
    };`,
  );
}

/** Processes whose command line or working folder is about this world. */
async function processesOfWorld(): Promise<string[]> {
  const entries = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(
    entries.map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  );
  return lines.map((line) => line.replaceAll('\0', ' ')).filter((line) => line.includes(world.folder));
}

async function expectTheLoopToWork(): Promise<void> {
  expect(await project.nxc('status')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await project.nxc('start', '-t')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await project.nxc('stop')).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await project.left()).toEqual([]);
}

describe('Ctrl-C', () => {
  test('while building ends Nix too', async () => {
    await makeBuildSlow('interrupted', 900);
    const building = project.begin('build', '-v');
    await printed(building, 'at work');
    building.kill('SIGINT');
    const { exitCode, stderr } = await building;
    expect(exitCode).toBe(exitCodes.interrupted);
    expect(stderr).toMatch(/^error: Nix was stopped before it was done; nothing of it is left running\.\n/);
    expect(await processesOfWorld()).toEqual([]);
    await project.restore();
    await expectTheLoopToWork();
  });

  test('while starting leaves nothing, or says what', async () => {
    const starting = project.begin('start', '-r', 'client=8');
    await printed(starting, 'Creating 9 nodes');
    starting.kill('SIGINT');
    const { exitCode, stderr } = await starting;
    expect(exitCode).toBe(exitCodes.interrupted);
    expect(stderr).toMatch(/^error: Cancelled\. Everything that had been created was removed\.\n/);
    expect(await project.left()).toEqual([]);
    await expectTheLoopToWork();
  });

  test('while a test script runs leaves the nodes', async () => {
    expect(await project.nxc('start')).toMatchObject({ exitCode: 0 });
    await project.write('endless.py', 'server.succeed("true")\nserver.succeed("sleep 900")\n');
    const testing = project.begin('driver', 'endless.py');
    await printed(testing, '✓ server');
    testing.kill('SIGINT');
    const { exitCode, stderr } = await testing;
    expect(exitCode).toBe(exitCodes.interrupted);
    expect(stderr).toMatch(/^error: The test was stopped\.\n/);
    const stillThere = 'ps | grep "[s]leep 900"';
    expect(await project.nxc('exec', 'server', stillThere)).toMatchObject({ exitCode: 1, stdout: '' });
    expect(await project.nxc('driver', '-t')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await project.nxc('stop')).toMatchObject({ exitCode: 0 });
  });

  test('while following logs is how one ends that', async () => {
    expect(await project.nxc('start')).toMatchObject({ exitCode: 0 });
    const following = project.begin('logs', 'server', '--follow');
    const heard = printed(following, 'heard');
    expect(await project.nxc('exec', 'server', 'echo heard > /proc/1/fd/1')).toMatchObject({ exitCode: 0 });
    await heard;
    following.kill('SIGINT');
    expect(await following).toMatchObject({ exitCode: exitCodes.interrupted, stderr: '' });
    expect(await project.nxc('stop')).toMatchObject({ exitCode: 0 });
  });
});

describe('kill -9', () => {
  test('while building', async () => {
    await makeBuildSlow('killed', 2);
    const building = project.begin('build', '-v');
    await printed(building, 'at work');
    building.kill('SIGKILL');
    await building;
    expect(await project.nxc('build')).toMatchObject({ exitCode: 0 });
    await expectTheLoopToWork();
  });

  test.each(['Creating', 'running'])('while starting, after “%s”', async (word) => {
    const starting = project.begin('start', '-r', 'client=4');
    await printed(starting, word);
    starting.kill('SIGKILL');
    await starting;
    expect(await project.nxc('status')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await project.nxc('start')).toMatchObject({ exitCode: 0, stderr: '' });
    expect([...(await project.containers()).keys()].sort()).toEqual(['client', 'server']);
    await expectTheLoopToWork();
  });

  test('while starting, then stop', async () => {
    const starting = project.begin('start', '-r', 'client=4');
    await printed(starting, 'running');
    starting.kill('SIGKILL');
    await starting;
    expect(await project.nxc('stop')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await project.left()).toEqual([]);
  });

  test.each(['Stopping', 'removed'])('while stopping, after “%s”', async (word) => {
    expect(await project.nxc('start', '-r', 'client=4')).toMatchObject({ exitCode: 0 });
    const stopping = project.begin('stop');
    await printed(stopping, word);
    stopping.kill('SIGKILL');
    await stopping;
    await project.nxc('stop');
    expect(await project.left()).toEqual([]);
    await expectTheLoopToWork();
  });

  test('while a test script runs', async () => {
    expect(await project.nxc('start')).toMatchObject({ exitCode: 0 });
    await project.write('endless.py', 'server.succeed("true")\nserver.succeed("sleep 900")\n');
    const testing = project.begin('driver', 'endless.py');
    await printed(testing, '✓ server');
    testing.kill('SIGKILL');
    await testing;
    await expectTheLoopToWork();
  });
});

describe('at the same moment', () => {
  test('of two starts one starts, and the other says who does or finds them there', async () => {
    const outcomes = await Promise.all([project.nxc('start'), project.nxc('start')]);
    expect(outcomes.map(({ exitCode }) => exitCode)).toContain(0);
    for (const { exitCode, stderr } of outcomes) {
      if (exitCode === 0) continue;
      expect(exitCode).toBe(exitCodes.failed);
      expect(stderr).toMatch(/^error: .*(process|being started).*\nhint: /);
    }
    expect([...(await project.containers()).keys()].sort()).toEqual(['client', 'server']);
    await expectTheLoopToWork();
  });

  test('two projects with one name do not touch each other', async () => {
    const [left, right] = [await world.project('left'), await world.project('right')];
    await left.edit('<h1>Hello from the server', '<h1>left');
    await right.edit('<h1>Hello from the server', '<h1>right');
    const started = await Promise.all([left, right].map((each) => each.nxc('start', '--build')));
    expect(started.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const page = (each: Project) =>
      each.nxc('exec', 'client', 'until wget -qO- http://server; do sleep 0.2; done');
    expect((await page(left)).stdout).toContain('<h1>left');
    expect((await page(right)).stdout).toContain('<h1>right');
    expect(await left.nxc('stop')).toMatchObject({ exitCode: 0 });
    expect((await page(right)).stdout).toContain('<h1>right');
    expect(await right.nxc('stop')).toMatchObject({ exitCode: 0 });
  });
});
