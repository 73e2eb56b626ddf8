/** The tutorial's nodes, built by the real Nix and run by the real Docker, as test scripts find them. */
import { spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { buildOptions } from '#shared/contract/builds.ts';
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { TestResult } from '#shared/contract/tests.ts';
import { sweep } from '../flavours/docker/testing/dockerCommand.ts';
import { userDirectories } from '../platform/userDirectories.ts';
import { createServices } from '../services.ts';

// A name of its own: Docker knows projects by their folder's name.
const home = realpathSync(mkdtempSync(join(tmpdir(), 'nxc-scripts-')));
const environment = { ...process.env, NXC_HOME: join(home, 'home') };
const directory = join(home, `tutorial-${basename(home).toLowerCase()}`);
const composition = join(directory, 'composition.nix');
const target = { directory, composition: 'composition', flavour: 'docker' } as const;
const services = createServices({ environment, directories: userDirectories(environment) });

let original: string;

beforeAll(async () => {
  const tests = await services.tests();
  tests.prepareRunner();
  await (await services.projects()).init({ directory, template: 'tutorial', overwrite: false });
  original = await readFile(composition, 'utf8');
  await buildAndStart();
});

afterAll(async () => {
  await services.close();
  sweep({ target });
  rmSync(home, { recursive: true });
});

function work(signal: AbortSignal = new AbortController().signal) {
  const told: JobProgress[] = [];
  return { signal, told, report: (entry: JobProgress) => told.push(entry) };
}

async function buildAndStart(): Promise<void> {
  await (await services.builds()).build(target, buildOptions.parse({}), work());
  await (await services.deployments()).start(target, { reuse: true }, work());
}

/** Runs a script, or the one of the composition. */
async function run(source?: string, timeoutMs = 100_000, context = work()): Promise<TestResult> {
  const script = source === undefined ? undefined : { name: 'script.py', source };
  return (await services.tests()).run({ target, script, timeoutMs }, context);
}

async function passes(source?: string): Promise<void> {
  expect((await run(source)).failure).toBeNull();
}

/** Puts other text in the place of a line of the composition's script; returns the number of that line. */
async function changeScript(line: string, replacement: string): Promise<number> {
  expect(original.split(line)).toHaveLength(2);
  await writeFile(composition, original.replace(line, replacement));
  await buildAndStart();
  return original.slice(0, original.indexOf(line)).split('\n').length;
}

test('the tutorial’s own script passes', () => passes());

test('services are asked of the node’s systemctl', () =>
  passes(`
server.wait_for_unit("web")
server.wait_for_unit("multi-user.target")
server.require_unit_state("web")
t.assertEqual(server.get_unit_property("web", "SubState"), "running")
t.assertEqual(server.systemctl("is-active web"), (0, "active\\n"))
server.stop_job("web")
server.require_unit_state("web", "inactive")
server.wait_for_closed_port(80)
with t.assertRaisesRegex(RequestedAssertionFailed, 'unit "web" is inactive and there are no pending jobs'):
    server.wait_for_unit("web")
with t.assertRaisesRegex(RequestedAssertionFailed, 'unit "wbe" is inactive'):
    server.wait_for_unit("wbe")
server.start_job("web")
server.wait_for_unit("web")
server.wait_for_open_port(80)
`));

test('files go between the project and the nodes', async () => {
  await passes(`
server.copy_from_host("composition.nix", "/srv/www/source.nix")
client.succeed("wget -qO /tmp/source.nix http://server/source.nix")
client.copy_from_vm("/tmp/source.nix", "fetched")
client.copy_from_host_via_shell("composition.nix", "/tmp/by shell/source.nix")
client.succeed("cmp /tmp/source.nix '/tmp/by shell/source.nix'")
with t.assertRaisesRegex(Exception, "outside of"):
    client.copy_from_host("/etc/passwd", "/tmp/passwd")
with t.assertRaisesRegex(Exception, "nothing-there"):
    client.copy_from_vm("/nothing-there")
`);
  const copy = join(directory, 'artifact/composition/docker/test-output/fetched/source.nix');
  expect(await readFile(copy, 'utf8')).toBe(original);
});

test('a failing assertion is told at its place in composition.nix', async () => {
  const line = '        server.wait_for_open_port(80)';
  const number = await changeScript(line, `        assert server.name == "client", "on purpose"`);
  const { passed, failure } = await run();
  expect(passed).toBe(false);
  expect(failure).toMatchObject({
    message: 'AssertionError: on purpose',
    position: { file: composition, line: number },
  });
  expect(failure?.traceback).toContain(`composition.nix, line ${number}, in <module>`);
});

test('a syntax error is told at its place in composition.nix, and nothing is run', async () => {
  const line = '        client.wait_until_succeeds("ping -c 1 server")';
  const number = await changeScript(line, '        client.wait_until_succeeds("ping"');
  const context = work();
  await expect(run(undefined, 100_000, context)).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringMatching(new RegExp(`composition\\.nix:${number}: Python syntax error: '\\(' was`)),
    details: { position: { file: composition, line: number } },
  });
  expect(context.told).toEqual([]);
});

test('a node that does not exist is told before anything runs', async () => {
  await expect(run('server.succeed("touch /ran")\nsevrer.succeed("true")')).rejects.toMatchObject({
    code: 'bad-input',
    message: expect.stringContaining('“sevrer” is not defined; did you mean “server”?'),
  });
  await passes('server.fail("test -e /ran")');
});

test('a script whose time is over is stopped, and the next one finds the nodes as they were', async () => {
  const { failure } = await run('client.wait_for_open_port(1, addr="server")', 1000);
  expect(failure?.message).toBe('The script did not end within 1 seconds and was stopped.');
  await passes('start_all()\nclient.succeed("wget -qO- http://server")');
});

test('a script that is cancelled in a wait leaves nodes that answer at once', async () => {
  const stop = new AbortController();
  const context = work(stop.signal);
  const running = run('client.wait_until_succeeds("sleep 1000")', 100_000, context);
  await vi.waitFor(() => expect(context.told).not.toEqual([]), { timeout: 60_000 });
  stop.abort();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
  await passes('client.fail("pgrep -f \'sleep 100[0]\'")');
});

test('Ctrl-C ends nxc driver in a wait, with the nodes running', async () => {
  const script = join(home, 'waiting.py');
  await writeFile(script, 'print("waiting now")\nclient.wait_for_open_port(1, addr="server")\n');
  const main = join(import.meta.dirname, '../../cli/main.ts');
  const child = spawn(process.execPath, [main, 'driver', script], {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
  }
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await vi.waitFor(() => expect(said).toContain('waiting now'), { timeout: 60_000 });
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(said).toContain('The test was stopped.');
  await passes('server.wait_for_unit("web")\nclient.succeed("wget -qO- http://server")');
});
