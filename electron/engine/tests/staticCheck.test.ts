import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createScriptBench, type ScriptBench } from './testing/scriptRun.ts';

// An interpreter is started, and this machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let bench: ScriptBench;

beforeAll(async () => {
  bench = await createScriptBench();
});

afterAll(() => bench.close());

test('every fault of a script is told before anything runs, with its line', async () => {
  const source = `server.succeed("touch ran")
servr.succeed("true")
server.suceed("true")
def later():
    web_1.screenshot("x")
    wait_for(5)
`;
  const run = bench.run(source);
  await expect(run).rejects.toMatchObject({
    code: 'bad-input',
    details: { position: { file: 'script.py', line: 2, column: 1 } },
  });
  const message: string = await run.then(
    () => '',
    (error: Error) => error.message,
  );
  expect(message.split('\n')).toEqual([
    '4 things are wrong in the test script:',
    'script.py:2: “servr” is not defined; did you mean “server”?',
    'script.py:3: A node has no “suceed”; did you mean “succeed”?',
    'script.py:5: web-1.screenshot() cannot be done on the flavour “docker”: it has no screen.',
    'script.py:6: “wait_for” is not defined.',
  ]);
  expect((await bench.run('server.fail("test -e ran")')).result.passed).toBe(true);
});

test('a role that has several nodes now is told with their names', async () => {
  const scaled = await createScriptBench(['server', 'client1', 'client2', 'client3', 'db-1', 'db-2']);
  const run = scaled.run('client.succeed("true")\ndb_.succeed("true")\n');
  await expect(run).rejects.toMatchObject({
    message: expect.stringContaining(
      '“client” is not defined: there are three now, client1, client2 and client3.',
    ),
  });
  await expect(run).rejects.toMatchObject({
    message: expect.stringContaining('“db_” is not defined: there are two now, db-1 and db-2.'),
  });
  await scaled.close();
});

test('a syntax error is told with its line', async () => {
  await expect(bench.run('start_all()\nif True\n    pass\n')).rejects.toMatchObject({
    message: "script.py:2: Python syntax error: expected ':'",
  });
});

test('what Python accepts is not complained about', async () => {
  const { result } = await bench.run(`
import os.path as path, json
from collections import *
class A:
    x = 1
    def m(self, *args, **kwargs): return (self, args, kwargs)
def generic[T](x: T) -> T: return x
type Alias = int
for i, (a, b) in enumerate([(1, 2)]): total = i + a + b
squares = {k: v for k, v in [(1, 2)]}
if (n := 5) > 3: n += 1
with open("/tmp/f", "w") as handle: handle.write("x")
try: raise ValueError
except ValueError as error: caught = error
match {"k": [1, 2]}:
    case {"k": [first, *others], **remaining}: pass
global_name = lambda q: q + n
server.extra = 1
if hasattr(server, "screenshot"):
    try: server.screenshot("x")
    except Exception as refused: pass
print(__name__, __file__, deque)
`);
  expect(result.failure).toBeNull();
});
