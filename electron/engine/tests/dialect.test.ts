/** The NixOS test dialect on real shells, in the real sandbox. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createScriptBench, type ScriptBench, type ScriptOutcome } from './testing/scriptRun.ts';

// An interpreter is started, and this machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let bench: ScriptBench;

beforeAll(async () => {
  bench = await createScriptBench();
});

afterAll(() => bench.close());

async function passes(source: string): Promise<ScriptOutcome> {
  const outcome = await bench.run(source);
  expect(outcome.result.failure).toBeNull();
  expect(outcome.result.passed).toBe(true);
  expect(bench.nodes.openShells()).toBe(0);
  return outcome;
}

async function fails(source: string): Promise<{ message: string; line: number | null; traceback: string }> {
  const { result } = await bench.run(source);
  expect(result.passed).toBe(false);
  expect(result.failure).not.toBeNull();
  return result.failure ?? { message: '', line: null, traceback: '' };
}

test('commands: execute, succeed, fail', async () => {
  await passes(`
t.assertEqual(server.execute("echo out; echo err >&2; exit 3"), (3, "out\\n"))
t.assertEqual(server.execute("exit 3", check_return=False), (-1, ""))
t.assertEqual(server.execute("sleep 30; echo never", check_output=False), (-2, ""))
t.assertEqual(server.execute("sleep 30", timeout=0.2)[0], 124)
t.assertEqual(server.succeed("echo a", "printf b", timeout=10), "a\\nb")
t.assertEqual(server.fail("echo a; exit 1", "printf b; false"), "a\\nb")
# strict shells: a failing part fails the whole, and no variable comes from nowhere
server.fail("false; true")
server.fail("echo $nothing_of_that_name")
# commands don't disturb each other
server.succeed("cd /; exit 0")
t.assertNotEqual(server.succeed("pwd").strip(), "/")
t.assertEqual(server.succeed("cat"), "")
t.assertEqual(server.succeed("printf 'grüße\\\\377'"), "grüße\\ufffd")
`);
});

test('waiting: until a command succeeds or fails, for files, ports and sockets', async () => {
  await passes(`
server.succeed("rm -f ready; (sleep 0.3; echo yes > ready) >/dev/null 2>&1 &")
t.assertEqual(server.wait_until_succeeds("cat ready", timeout=10), "yes\\n")
server.wait_for_file("ready")
server.succeed("(sleep 0.3; rm ready) >/dev/null 2>&1 &")
server.wait_until_fails("test -e ready", timeout=10)
for call in (
    lambda: server.wait_until_succeeds("echo why; false", timeout=0.2),
    lambda: server.wait_until_fails("true", timeout=0.2),
    lambda: server.wait_for_file("/no/such file", timeout=0.2),
    lambda: server.wait_for_open_port(1, timeout=0.2),
    lambda: server.wait_for_open_port(1, addr="127.0.0.2", timeout=0.2),
    lambda: server.wait_for_open_unix_socket("/no/socket", timeout=0.2),
):
    with t.assertRaisesRegex(RequestedAssertionFailed, "timed out after 0.2 seconds"):
        call()
`);
});

test('ports and sockets are seen as they open and close', async () => {
  const listen = `node -e '
    const net = require("net");
    net.createServer().listen(PORT, "127.0.0.1");
    net.createServer().listen("'"$PWD"'/socket");
  ' >/dev/null 2>&1 & echo $! > pid`;
  await passes(`
port = 47123
server.wait_for_closed_port(port)
server.succeed(${JSON.stringify(listen)}.replace("PORT", str(port)))
server.wait_for_open_port(port, timeout=20)
server.wait_for_open_port(port, addr="127.0.0.1", timeout=20)
where = server.succeed("pwd").strip()
server.wait_for_open_unix_socket(where + "/socket", timeout=20)
server.succeed("kill $(cat pid)")
server.wait_for_closed_port(port, timeout=20)
`);
});

test('services: asked of whatever systemctl the node has', async () => {
  const home = bench.home('server');
  await writeFile(
    join(home, 'systemctl'),
    `#!/bin/sh
    case "$*" in
      *is-system-running*) cat ${home}/system ;;
      *list-jobs*) echo 'No jobs running.' ;;
      *--value*web*) cat ${home}/web ;;
      *show*web*) printf 'Id=web.service\\nActiveState=%s\\nNote=a=b\\n' "$(cat ${home}/web)" ;;
      *start*web*) echo active > ${home}/web ;;
      *stop*web*) echo inactive > ${home}/web ;;
      *) exit 5 ;;
    esac
    `,
    { mode: 0o755 },
  );
  await writeFile(join(home, 'web'), 'activating\n');
  await writeFile(join(home, 'system'), 'running\n');
  const path = `PATH=${home}:$PATH`;
  await passes(`
import nxc_driver.node_scripts as scripts
original = scripts.systemctl
scripts.systemctl = lambda query, user: "${path} " + original(query, user)
with t.assertRaisesRegex(RequestedAssertionFailed, 'unit "web" is not active'):
    server.wait_for_unit("web", timeout=0.2)
t.assertEqual(server.start_job("web"), (0, ""))
server.wait_for_unit("web")
server.wait_for_job("web")
server.require_unit_state("web")
t.assertEqual(server.get_unit_info("web")["Note"], "a=b")
t.assertEqual(server.get_unit_property("web", "Id"), "web.service")
server.stop_job("web")
server.require_unit_state("web", "inactive")
with t.assertRaisesRegex(RequestedAssertionFailed, "no pending jobs"):
    server.wait_for_unit("web")
with t.assertRaisesRegex(RequestedAssertionFailed, 'is in state "inactive", not in state "active"'):
    server.require_unit_state("web")
server.succeed("echo failed > ${home}/web")
with t.assertRaisesRegex(RequestedAssertionFailed, 'reached state "failed"'):
    server.wait_for_unit("web")
server.succeed("echo inactive > ${home}/web; echo starting > ${home}/system")
with t.assertRaisesRegex(RequestedAssertionFailed, "timed out"):
    server.wait_for_unit("web", timeout=0.2)
t.assertEqual(server.systemctl("frobnicate")[0], 5)
with t.assertRaisesRegex(RequestedAssertionFailed, "could not be read"):
    server.get_unit_info("other")
scripts.systemctl = original
`);
});

test('files go between the project and the nodes, and nowhere else', async () => {
  const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, index) => (index * 7) % 256));
  await writeFile(join(bench.project, 'data.bin'), bytes);
  await passes(`
server.copy_from_host("data.bin", "copied.bin")
server.copy_from_host_via_shell("data.bin", "deep/er/it's.bin")
server.succeed("cmp copied.bin deep/er/it\\\\'s.bin")
server.copy_from_vm("copied.bin", "results")
with t.assertRaisesRegex(Exception, "outside of"):
    server.copy_from_host("../../etc/passwd", "x")
with t.assertRaisesRegex(Exception, "outside of"):
    server.copy_from_vm("copied.bin", "../../..")
`);
  const copy = join(bench.project, 'artifact/composition/docker/test-output/results/copied.bin');
  expect(await readFile(copy)).toEqual(bytes);
});

test('the console is read from its start', async () => {
  await passes(`
server.wait_for_console_text("says h.llo", timeout=10)
t.assertIn("web-1 says hello", web_1.get_console_log())
with t.assertRaisesRegex(RequestedAssertionFailed, "does not say"):
    server.wait_for_console_text("goodbye", timeout=0.2)
`);
});

test('the global names: nodes, machines, driver, retry, conditions, log', async () => {
  const { ended } = await passes(`
start_all()
assert [m.name for m in machines] == ["server", "web-1"] and machines[1] is web_1
assert driver.flavour == "docker" and server.is_up() and server.booted
calls = []
retry(lambda last: calls.append(last) or len(calls) > 2, timeout=10)
assert calls == [False] * 3
with t.assertRaises(RequestedAssertionFailed):
    retry(lambda last: False, timeout=0.1)

@polling_condition(seconds_interval=0)
def alive():
    "the file is there"
    server.succeed("test -e alive")

@polling_condition
def maybe():
    return len(calls) > 2

maybe.wait(timeout=1)
server.succeed("touch alive")
with alive:
    web_1.succeed("true")
    server.succeed("rm alive")
    with t.assertRaises(PollingConditionError):
        web_1.succeed("true")
    server.execute
    alive.condition = lambda: True
log.info("a line")
server.log("another")
with server.nested("grouped"):
    server.sleep(0.01)
import time
time.sleep(0.01)
join_all()
`);
  expect(ended.filter(({ kind }) => kind === 'log').map(({ text }) => text)).toEqual([
    'a line',
    'server: another',
  ]);
});

test('subtests nest, with lines, durations and outputs', async () => {
  const { ended } = await passes(`with subtest("outer"):
    with subtest("inner"):
        server.succeed(
            "echo hello"
        )
    print("said")
`);
  const shown = ended.map(({ kind, text, line, state, output }) => [kind, text, line, state, output]);
  expect(shown).toEqual([
    ['call', "server.succeed('echo hello')", 3, 'passed', 'hello\n'],
    ['subtest', 'inner', 2, 'passed', undefined],
    ['log', 'said', 6, 'passed', undefined],
    ['subtest', 'outer', 1, 'passed', undefined],
  ]);
  expect(ended[0]?.parent).toBe(ended[1]?.id);
  expect(ended[1]?.parent).toBe(ended[3]?.id);
});

test('what is printed has the line that printed it, however it is printed', async () => {
  const { ended } = await passes(`import sys
def say(text):
    print(text)

say("one\\ntwo")
print("in ", end="", flush=True)
print("pieces")
print("grüße", 1, file=sys.stderr)
sys.stdout.buffer.write(b"bytes \\xff\\n")
log.info("logged")
server.log("node")
print("without an end", end="")
`);
  expect(ended.map(({ text, line, node }) => [text, line, node])).toEqual([
    ['one', 3, null],
    ['two', 3, null],
    ['in pieces', 7, null],
    ['grüße 1', 8, null],
    ['bytes \ufffd', 9, null],
    ['logged', 10, null],
    ['server: node', 11, 'server'],
    ['without an end', 12, null],
  ]);
});

test('a failure names the command, its output and the line, in the script’s own frames', async () => {
  const failure = await fails(`def check(node):
    node.succeed("echo before; echo wrong >&2; exit 7")

with subtest("outer"):
    check(server)
`);
  expect(failure.message).toBe(
    'command `echo before; echo wrong >&2; exit 7` failed (exit code 7)\nbefore\nwrong',
  );
  expect(failure.line).toBe(2);
  expect(failure.traceback.split('\n').slice(0, 4)).toEqual([
    'script.py, line 5, in <module>',
    '    check(server)',
    'script.py, line 2, in check',
    '    node.succeed("echo before; echo wrong >&2; exit 7")',
  ]);
});

test('failures of every kind are told', async () => {
  expect(await fails('server.fail("echo fine")')).toMatchObject({
    message: 'command `echo fine` unexpectedly succeeded\nfine',
  });
  expect((await fails('page = "x"\nassert "y" in page')).message).toBe('AssertionError: assert "y" in page');
  expect((await fails('assert 1 == 2, "not equal"')).message).toBe('AssertionError: not equal');
  expect((await fails('t.assertEqual([1], [2])')).message).toContain('[1] != [2]');
  expect((await fails('import sys\nsys.exit(3)')).message).toBe('SystemExit: 3');
  expect((await fails('import nothing')).message).toContain("No module named 'nothing'");
  expect((await fails('server.succeed("sleep 30", timeout=0.2)')).message).toContain(
    'did not end within 0.2',
  );
  const deep = await fails('def f(n):\n    return f(n + 1)\nf(0)');
  expect(deep.message).toContain('RecursionError');
  expect(deep.traceback.split('\n').length).toBeLessThan(60);
});

test('what the flavour has no means for is refused by name', async () => {
  const failure = await fails('if True:\n    server.screenshot("x")');
  expect(failure.message).toContain(
    'server.screenshot() cannot be done on the flavour “docker”: it has no screen.',
  );
  expect((await fails('create_machine("run-x-vm", name="x")')).message).toContain('nxc start -r role=2');
});

test('output of many megabytes comes through whole', async () => {
  await passes(`
text = server.succeed("head -c 12000000 /dev/zero | tr '\\\\0' x")
assert len(text) == 12000000 and text.endswith("xxx")
`);
});

test('a thousand calls leave the memory as it was', async () => {
  await passes(`
import gc
def spin(count):
    for _ in range(count):
        server.succeed("true")
    gc.collect()
    return len(gc.get_objects())
spin(100)
before = spin(100)
after = spin(1000)
assert after - before < 100, f"{after - before} objects more"
`);
});
