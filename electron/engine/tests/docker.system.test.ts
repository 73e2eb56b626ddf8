/** Test scripts on real docker nodes, which have nothing but busybox. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Deployment } from '#shared/contract/deployments.ts';
import type { TestResult } from '#shared/contract/tests.ts';
import { createDockerFlavour } from '../flavours/docker/dockerFlavour.ts';
import { sweep } from '../flavours/docker/testing/dockerCommand.ts';
import { type Fixture, importFixtureImage, makeFixture } from '../flavours/docker/testing/fixture.ts';
import { recordWork } from '../flavours/docker/testing/work.ts';
import { createTests, type Tests } from './index.ts';

const flavour = createDockerFlavour();
let fixture: Fixture;
let cache: string;
let deployment: Deployment;
let tests: Tests;

beforeAll(async () => {
  cache = mkdtempSync(join(tmpdir(), 'nxc-docker-scripts-'));
  importFixtureImage();
  fixture = makeFixture({ roles: { server: {}, client: {} } });
  tests = createTests({
    flavour: async () => flavour,
    deployment: async () => deployment,
    nixosTests: () => Promise.reject(new Error('no test of this bench is built')),
    cacheDirectory: cache,
  });
  tests.prepareRunner();
  const { target, composeInfo, nodes } = fixture;
  deployment = await flavour.start({ target, composeInfo, nodes, reuse: false }, recordWork());
});

afterAll(async () => {
  await tests.close();
  sweep(fixture);
  fixture.remove();
  rmSync(cache, { recursive: true });
});

async function run(source: string, timeoutMs = 60_000): Promise<TestResult> {
  const { target } = fixture;
  return tests.run({ target, script: { name: 'script.py', source }, timeoutMs }, recordWork());
}

test('nodes serve and read each other', async () => {
  const result = await run(`
start_all()
with subtest("the server serves"):
    server.wait_for_closed_port(8000)
    server.succeed("mkdir -p /tmp/www && echo hello > /tmp/www/page")
    server.execute("httpd -f -p 8000 -h /tmp/www", check_output=False)
    server.wait_for_open_port(8000)
with subtest("the client reads"):
    client.wait_for_open_port(8000, addr="server")
    client.wait_for_closed_port(8001, addr="server")
    t.assertEqual(client.succeed("wget -qO- http://server:8000/page"), "hello\\n")
    client.fail("wget -qO- http://server:8000/nothing")
server.succeed("killall httpd")
server.wait_for_closed_port(8000)
join_all()
`);
  expect(result.failure).toBeNull();
});

test('shells are strict, commands stop in time, and the next one works', async () => {
  const result = await run(`
server.fail("false | true")
server.fail("echo $nothing_of_that_name")
t.assertEqual(server.execute("sleep 60", timeout=0.3)[0], 124)
t.assertEqual(server.succeed("echo on"), "on\\n")
with t.assertRaisesRegex(RequestedAssertionFailed, "timed out after 0.3"):
    server.wait_for_file("/nothing", timeout=0.3)
with t.assertRaisesRegex(RequestedAssertionFailed, "timed out after 0.3"):
    server.wait_for_open_unix_socket("/nothing", timeout=0.3)
text = server.succeed("head -c 12000000 /dev/zero | tr '\\\\0' x")
assert len(text) == 12000000
`);
  expect(result.failure).toBeNull();
});

test('files and the console', async () => {
  const { directory } = fixture.target;
  writeFileSync(join(directory, 'data'), 'from the project\n');
  const result = await run(`
server.copy_from_host("data", "/tmp/data")
server.copy_from_host_via_shell("data", "/tmp/deep/data")
server.succeed("cmp /tmp/data /tmp/deep/data")
server.copy_from_vm("/tmp/data", "out")
server.succeed("echo a line of the console > /proc/1/fd/1")
server.wait_for_console_text("line of .* console", timeout=20)
`);
  expect(result.failure).toBeNull();
  const copy = join(
    directory,
    'artifact',
    fixture.target.composition,
    'docker',
    'test-output',
    'out',
    'data',
  );
  expect(readFileSync(copy, 'utf8')).toBe('from the project\n');
});

test('what a node says is kept with its moment, also while it restarts', async () => {
  const before = Date.now();
  const { failure, run: name } = await run(`
server.sleep(0.5)
server.succeed("echo first > /proc/1/fd/1")
server.reboot()
server.succeed("echo second > /proc/1/fd/1")
server.sleep(1.5)
`);
  expect(failure).toBeNull();
  const query = { nodes: ['server'], from: before, to: Date.now(), limit: 100 };
  const { lines } = await tests.nodeLines(fixture.target, name, query);
  expect(lines.map(({ line }) => line)).toEqual(['first', 'server is up', 'second']);
});

test('a failure carries the last lines of its node', async () => {
  const { failure } = await run('client.succeed("false")');
  expect(failure).toMatchObject({ node: 'client', lastLines: ['client is up'] });
});

test('a stopped script leaves the nodes as they are', async () => {
  expect((await run('server.succeed("sleep 60")', 500)).failure?.message).toContain('0.5 seconds');
  expect((await run('server.succeed("true")\nclient.succeed("true")')).passed).toBe(true);
});

test('a thousand calls in a row', async () => {
  const result = await run('for _ in range(1000): server.succeed("true")');
  expect(result).toMatchObject({ passed: true, statements: 1000 });
});
