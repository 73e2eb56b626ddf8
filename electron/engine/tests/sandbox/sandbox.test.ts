/** Scripts that mean harm, and scripts that don't end. Each is run for real; none may get anywhere. */

import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createScriptBench, type ScriptBench } from '../testing/scriptRun.ts';
import { interpreters } from '../testing/testRunner.ts';

// Interpreters are started, and this machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let scratch: string;
let secret: string;
let bench: ScriptBench;

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'nxc-sandbox-'));
  secret = join(scratch, 'secret');
  await writeFile(secret, 'top-secret');
  process.env.NXC_TEST_SECRET = 'top-secret';
  bench = await createScriptBench();
});

afterAll(async () => {
  delete process.env.NXC_TEST_SECRET;
  await bench.close();
  await rm(scratch, { recursive: true });
});

/** Runs a script that must end by itself with an error that matches. */
async function stopped(source: string, message: RegExp): Promise<void> {
  const { result } = await bench.run(source);
  expect(result.passed).toBe(false);
  expect(result.failure?.message).toMatch(message);
}

async function harmless(source: string): Promise<void> {
  const { result, progress } = await bench.run(source);
  expect(result.failure).toBeNull();
  // The first message is the script's own text, which speaks of the secret.
  const said = progress.filter(({ type }) => type !== 'script');
  expect(JSON.stringify(said)).not.toContain('top-secret');
}

test('files of this machine are not there', async () => {
  await stopped(`open(${JSON.stringify(secret)}).read()`, /FileNotFoundError/);
  await stopped('open("/etc/passwd").read()', /FileNotFoundError/);
  const unseen = `/tmp/${basename(scratch)}-written`;
  await stopped('open("/proc/self/environ").read()', /FileNotFoundError/);
  await harmless(`
open("${unseen}", "w").write("x")
import os, glob
assert not glob.glob("/etc/*") and not glob.glob("/root/*") and "work" not in os.listdir("/")
`);
  await expect(access(unseen)).rejects.toThrow();
});

test('a file system of this machine cannot be mounted', async () => {
  await stopped(
    `
import pyodide_js
module = pyodide_js._module
pyodide_js.FS.mkdir("/mnt")
pyodide_js.FS.mount(module.FS.filesystems.NODEFS, {"root": "/"}, "/mnt")
print(open("/mnt/etc/passwd").read())
`,
    /./,
  );
});

test('the environment is empty of ours', async () => {
  await harmless(`
import os
assert "top-secret" not in str(dict(os.environ))
assert "NXC_TEST_SECRET" not in os.environ
print(dict(os.environ))
`);
});

test('processes cannot be started', async () => {
  const proof = join(scratch, 'proof');
  await harmless(`
import os
assert os.system("touch ${proof}") != 0
`);
  await stopped('import os\nos.popen("id").read()', /Error/);
  await stopped('import os\nos.fork()', /Error/);
  await stopped('import os\nos.execv("/bin/sh", ["sh"])', /Error/);
  await stopped('import subprocess\nsubprocess.run(["id"])', /OSError/);
  await stopped('import threading\nthreading.Thread(target=print).start()', /can't start new thread/);
  await expect(access(proof)).rejects.toThrow();
});

test('the network is not there', async () => {
  let visits = 0;
  const server = createServer((_, response) => {
    visits++;
    response.end('top-secret');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await stopped(`import socket\nsocket.create_connection(("127.0.0.1", ${port}), 2)`, /OSError/);
    await stopped('import socket\nsocket.socket(socket.AF_UNIX).connect("/var/run/docker.sock")', /Error/);
    await stopped(
      `import urllib.request\nurllib.request.urlopen("http://127.0.0.1:${port}", timeout=2)`,
      /URLError/,
    );
    await stopped(`from pyodide.http import open_url\nopen_url("http://127.0.0.1:${port}")`, /Error/);
    await stopped('import js\njs.fetch("http://127.0.0.1")', /AttributeError/);
    await stopped('import js\njs.WebSocket.new("ws://127.0.0.1")', /AttributeError/);
    await stopped('import js\njs.XMLHttpRequest.new()', /AttributeError/);
  } finally {
    server.close();
  }
  expect(visits).toBe(0);
});

test.each(['process', 'require', 'module', 'Buffer', 'Worker', 'importScripts', 'Deno', 'setImmediate'])(
  'JavaScript’s %s is not there',
  (name) => stopped(`from js import ${name}`, /ImportError/),
);

test('Python cannot make JavaScript of its own', async () => {
  const refused = /Code generation from strings disallowed/;
  await stopped('import js\njs.eval("1")', refused);
  await stopped('import js\njs.Function.new("return process")()', refused);
  await stopped('from pyodide.code import run_js\nrun_js("1")', refused);
  await stopped(
    'import js\njs.Object.getPrototypeOf(js.performance.now).constructor("return this")()',
    refused,
  );
  await stopped(
    'import js\nasync_function = js.Object.getPrototypeOf(js.loadPyodide).constructor\nasync_function("return import(\'fs\')")',
    refused,
  );
});

test('neither the functions that lead out of the realm nor their errors belong to another one', async () => {
  await harmless(`
import js
from nxc_driver import bridge
from pyodide.ffi import JsException

def prototype(value):
    return js.Object.getPrototypeOf(value)

for function in (bridge._call, bridge._emit, js.performance.now):
    assert prototype(function) == js.Function.prototype

# Until the stack is full: the function beyond the border then fails at its very entry.
errors = []
def deeper():
    try:
        bridge._emit("x")
        deeper()
    except JsException as error:
        errors.append(error)
try:
    deeper()
except RecursionError:
    pass
assert all(prototype(error) in (js.Error.prototype, js.RangeError.prototype) for error in errors)
`);
});

test('a message that the runner does not know ends the interpreter, not the runner', async () => {
  for (const message of ['nonsense', '{"type":"request","operation":"shutdown"}', '[]']) {
    await stopped(
      `from nxc_driver import bridge\nbridge._call(${JSON.stringify(message)})`,
      /ended its interpreter/,
    );
  }
  await stopped(
    `from nxc_driver import bridge\nbridge.request("execute", "x", node="nobody", command="id", timeout=None, expect="any")`,
    /There is no node “nobody”/,
  );
});

test('memory has a limit', async () => {
  await stopped('x = bytearray(600 << 20)', /MemoryError/);
  await stopped('x = []\nwhile True: x.append(bytearray(1 << 20))', /MemoryError/);
  await stopped(
    'import js\nx = []\nwhile True:\n    x.append(js.Uint8Array.new(100 << 20))\n    x[-1].fill(1)',
    /allocation failed|ended its interpreter/,
  );
  expect((await bench.run('assert len(bytearray(100 << 20)) == 100 << 20')).result.passed).toBe(true);
  await bench.renew();
});

test.each([
  ['a loop', 'while True: pass'],
  ['a sleep', 'import time\ntime.sleep(1000)'],
  ['a sleep of a node', 'server.sleep(1000)'],
  ['a command', 'server.succeed("sleep 1000")'],
  ['a background wait', 'server.wait_until_succeeds("false")'],
  ['a wait for a port', 'server.wait_for_open_port(1)'],
  ['a wait for the console', 'server.wait_for_console_text("never")'],
  ['a regular expression', 'import re\nre.match(r"(a+)+$", "a" * 60 + "b")'],
  ['arithmetic', 'x = 10 ** 10 ** 9'],
  ['printing', 'while True: print("x" * 100)'],
  [
    'a loop that takes no for an answer',
    'while True:\n    try:\n        while True: pass\n    except BaseException: pass',
  ],
  ['a retry', 'retry(lambda last: False)'],
])('the time-out ends %s', async (_, source) => {
  const { result, ended } = await bench.run(source, { timeoutMs: 300 });
  expect(result.failure?.message).toBe('The script did not end within 0.3 seconds and was stopped.');
  expect(
    ended
      .filter(({ kind }) => kind === 'call')
      .every(({ state }) => state === 'failed' || state === 'passed'),
  ).toBe(true);
  expect(bench.nodes.openShells()).toBe(0);
});

test('cancelling ends a script, at any moment, with its own error', async () => {
  for (const wait of [0, 5, 200, 500]) {
    const run = bench.runAlone('with subtest("x"):\n    server.succeed("sleep 1000")', {
      signal: AbortSignal.timeout(wait),
    });
    await expect(run).rejects.toMatchObject({ code: 'cancelled' });
  }
  expect(bench.nodes.openShells()).toBe(0);
});

test('the processes of scripts are gone with them', async () => {
  await bench.runAlone('print(1)');
  bench.tests.prepareRunner();
  await bench.close();
  expect(interpreters()).toEqual([]);
});
