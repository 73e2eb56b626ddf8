/** Sessions through the contract's handlers, on real shells, in the real sandbox. */
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { JobProgress } from '#shared/contract/jobs.ts';
import type { SessionResult, SessionState } from '#shared/contract/tests.ts';
import { createJobs, type Jobs } from '../../jobs/index.ts';
import { createTestHandlers } from '../handlers.ts';
import { createScriptBench, type ScriptBench } from '../testing/scriptRun.ts';

// Interpreters are started, and this machine may be busy.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const context = { signal: new AbortController().signal };

let bench: ScriptBench;
let jobs: Jobs;
let handlers: ReturnType<typeof createTestHandlers>;
let session: string;
let states: SessionState[];

beforeAll(async () => {
  bench = await createScriptBench(['server', 'web-1'], { areMachines: true });
});

beforeEach(async () => {
  jobs = createJobs();
  handlers = createTestHandlers(bench.tests, jobs);
  states = [];
  handlers.sessionChanged((state) => states.push(state));
  ({ session } = await handlers.openSession({ target: bench.target }, context));
});

afterEach(async () => {
  await handlers.closeSession({ session }, context).catch(() => {});
  await jobs.close();
});

afterAll(() => bench.close());

interface Text {
  readonly name?: string;
  readonly firstLine?: number;
  readonly fromLine?: number;
  readonly toLine?: number;
  readonly pauseOnFailure?: boolean;
}

let prompts = 0;

async function begin(source: string, { name, firstLine = 1, fromLine = 1, ...rest }: Text = {}) {
  prompts += 1;
  const script = { name: name ?? `<prompt ${prompts}>`, source, firstLine };
  return handlers.runInSession({ session, script, fromLine, pauseOnFailure: false, ...rest }, context);
}

const resultOf = ({ job }: { job: string }): Promise<SessionResult> =>
  handlers.sessionResult({ job }, context);

async function run(source: string, text?: Text): Promise<SessionResult> {
  return resultOf(await begin(source, text));
}

const value = async (source: string): Promise<string | null> => {
  const { failure, value: found } = await run(source);
  expect(failure).toBeNull();
  return found;
};

const paused = (): Promise<SessionState> =>
  vi.waitFor(
    async () => {
      const [state] = await handlers.sessions({ directory: bench.project }, context);
      if (state?.state !== 'paused') throw new Error(`It is ${state?.state}.`);
      return state;
    },
    { timeout: 60_000, interval: 10 },
  );

const running = (job: { job: string }, text: string): Promise<void> =>
  vi.waitFor(
    () => {
      const told = jobs.history(job.job).map(({ progress }) => progress);
      if (!told.some((one) => one.type === 'statement' && one.text.includes(text)))
        throw new Error('Not yet.');
    },
    { timeout: 60_000, interval: 10 },
  );

test('what is defined stays, values are shown, and a reset forgets', async () => {
  expect(await value('x = 41')).toBeNull();
  expect(await value('def more(n):\n    return n + 1\nmore(x)')).toBe('42');
  expect(await value('_')).toBe('42');
  expect(await value('server.succeed("echo hi")')).toBe("'hi\\n'");
  expect(await value('None')).toBeNull();
  expect(await value('import math; math.floor(2.5)')).toBe('2');
  await handlers.reset({ session }, context);
  expect((await run('x')).failure?.message).toContain("name 'x' is not defined");
  expect(states.map(({ state }) => state)).toContain('starting');
});

test('statements and what is printed arrive as the job’s progress, with their lines', async () => {
  const job = await begin('print("one")\nserver.succeed("echo two")', {
    firstLine: 10,
    name: 'composition.nix',
  });
  expect((await resultOf(job)).failure).toBeNull();
  const told = jobs
    .history(job.job)
    .map(({ progress }) => progress)
    .filter((one): one is Extract<JobProgress, { type: 'statement' }> => one.type === 'statement');
  expect(told.map(({ kind, line, state, output, command }) => [kind, line, state, output, command])).toEqual([
    ['log', 10, 'passed', undefined, undefined],
    ['call', 11, 'running', undefined, 'echo two'],
    ['call', 11, 'passed', 'two\n', 'echo two'],
  ]);
});

test('failures have their place, the node and its last lines; functions of earlier texts are shown in tracebacks', async () => {
  await run('def check(node):\n    node.succeed("false")', { name: 'first' });
  const { failure } = await run('check(server)', { name: 'second' });
  expect(failure).toMatchObject({ message: 'command `false` failed (exit code 1)', line: 2, node: 'server' });
  expect(failure?.traceback).toContain('second, line 1, in <module>');
  expect(failure?.traceback).toContain('first, line 2, in check');
  expect((await run('def')).failure?.message).toContain('SyntaxError');
  expect((await run('import sys; sys.exit(3)')).failure?.message).toBe('SystemExit: 3');
});

test('a selection is run with its lines, and a script from a line on', async () => {
  const nested = '        x = 1\n        y = x + nothing';
  expect((await run(nested, { firstLine: 7, name: 'composition.nix' })).failure).toMatchObject({
    line: 8,
    position: { file: 'composition.nix', line: 8 },
  });
  const script = `seen = []
with subtest("first"):
    seen.append(3)
    seen.append(4)
with subtest("second"):
    seen.append(6)
    with subtest("inner"):
        seen.append(8)
        seen.append(9)
for n in range(2):
    seen.append(11 + n)
`;
  await value('seen = []');
  await run(script, { fromLine: 9 });
  expect(await value('seen')).toBe('[9, 11, 12]');
  await run(script, { fromLine: 4, toLine: 6 });
  expect(await value('seen[3:]')).toBe('[4, 6]');
});

test('a text is interrupted in a call, a loop and a sleep, and the session goes on', async () => {
  await value('kept = 1');
  for (const [text, sign] of [
    ['log.info("begun")\nserver.succeed("sleep 60")', 'sleep 60'],
    ['log.info("begun")\nserver.wait_until_succeeds("false")', 'wait_until'],
    ['log.info("begun")\nwhile True: pass', 'begun'],
    ['log.info("begun")\nimport time; time.sleep(60)', 'time.sleep'],
    ['log.info("begun")\nserver.wait_for_console_text("never said")', 'console_text'],
    ['log.info("begun")\nserver.wait_for_shutdown()', 'wait_for_shutdown'],
    ['log.info("begun")\nserver.wait_for_open_port(9)', 'open_port'],
    ['log.info("begun")\nserver.wait_for_unit("nothing")', 'wait_for_unit'],
    ['log.info("begun")\nserver.send_monitor_command("info block")', 'info block'],
    ['log.info("begun")\nimport re; re.match("(a+)+b", "a" * 60)', 'begun'],
    ['log.info("begun")\nretry(lambda last: False)', 'time.sleep'],
  ] as const) {
    const job = await begin(text);
    await running(job, sign);
    expect(await handlers.interrupt({ session }, context)).toEqual({ interrupted: true });
    expect((await resultOf(job)).failure?.message).toBe('KeyboardInterrupt');
  }
  expect(await value('kept')).toBe('1');
  expect(await handlers.interrupt({ session }, context)).toEqual({ interrupted: false });
  // A job that is cancelled is the same thing.
  const job = await begin('log.info("begun")\nserver.succeed("sleep 60")');
  await running(job, 'sleep');
  jobs.cancel(job.job);
  await resultOf(job).catch(() => {});
  expect(await value('kept')).toBe('1');
});

test('a text that does not react is ended with its interpreter, and the next one has another', async () => {
  const job = await begin(`log.info("begun")
while True:
    try:
        while True: pass
    except KeyboardInterrupt:
        pass
`);
  await running(job, 'begun');
  await handlers.interrupt({ session }, context);
  expect((await resultOf(job)).failure?.message).toContain('ended its interpreter');
  expect(await value('1 + 1')).toBe('2');
});

test('only one text runs at a time', async () => {
  const job = await begin('server.succeed("sleep 60")');
  await running(job, 'sleep');
  await expect(run('1')).rejects.toMatchObject({ code: 'conflict' });
  expect(await handlers.complete({ session, source: 'ser', cursor: 3 }, context)).toEqual({
    start: 3,
    candidates: [],
  });
  await handlers.interrupt({ session }, context);
  await resultOf(job);
});

test('a script pauses at a failed statement: look around, mend, try again, go on, or fail', async () => {
  const source = `def check(wanted):
    found = server.succeed("cat wanted")
    assert found == wanted, f"{found!r} is not {wanted!r}"
with subtest("outer"):
    check("yes\\n")
done = True
`;
  const job = await begin(source, { pauseOnFailure: true, name: 'script.py' });
  expect((await paused()).pause).toMatchObject({ line: 2, position: { file: 'script.py', line: 2 } });
  expect(await value('wanted')).toBe("'yes\\n'");
  expect((await run('nothing')).failure?.message).toContain('NameError');
  expect(await handlers.complete({ session, source: 'want', cursor: 4 }, context)).toMatchObject({
    candidates: [{ text: 'wanted' }],
  });
  expect(await handlers.parse({ session, source: 'if wanted:' }, context)).toEqual({ state: 'incomplete' });
  expect(await value('server.succeed("echo no > wanted")')).toBe("''");
  const slow = await begin('server.succeed("sleep 60")');
  await running(slow, 'sleep');
  await handlers.interrupt({ session }, context);
  expect((await resultOf(slow)).failure?.message).toBe('KeyboardInterrupt');
  await handlers.resume({ session, action: 'again' }, context);
  await vi.waitFor(async () => expect((await paused()).pause?.line).toBe(3), { timeout: 60_000 });
  await handlers.resume({ session, action: 'next' }, context);
  expect((await resultOf(job)).failure).toBeNull();
  expect(await value('done')).toBe('True');

  const failing = await begin(source, { pauseOnFailure: true });
  await paused();
  await handlers.resume({ session, action: 'fail' }, context);
  expect((await resultOf(failing)).failure?.message).toContain("'no\\n' is not 'yes\\n'");
  await expect(handlers.resume({ session, action: 'fail' }, context)).rejects.toMatchObject({
    code: 'conflict',
  });

  const stopped = await begin(source, { pauseOnFailure: true });
  await paused();
  await handlers.interrupt({ session }, context);
  expect((await resultOf(stopped)).failure?.message).toBe('KeyboardInterrupt');
  expect(await value('done')).toBe('True');
});

test('a variable is mended while the script waits for it', async () => {
  const job = await begin('wanted = 1\nassert wanted == 2\ndone = wanted', { pauseOnFailure: true });
  await paused();
  expect(await value('wanted = 2; wanted')).toBe('2');
  await handlers.resume({ session, action: 'again' }, context);
  expect((await resultOf(job)).failure).toBeNull();
  expect(await value('done')).toBe('2');
});

test('failures that are wanted do not pause', async () => {
  const job = await begin(
    `try:
    server.succeed("false")
except Exception:
    caught = True
with t.assertRaises(RequestedAssertionFailed):
    server.succeed("false")
from contextlib import contextmanager
@contextmanager
def group():
    yield 1
with group() as one:
    pass
"documentation"
def f():
    "more of it"
    return [n for n in range(3)]
f()
`,
    { pauseOnFailure: true },
  );
  expect(await resultOf(job)).toMatchObject({ failure: null, value: '[0, 1, 2]' });
});

test('a breakpoint pauses in a session', async () => {
  const job = await begin('inside = 5\ndebug.breakpoint()\ninside += 1');
  expect((await paused()).pause).toMatchObject({ message: 'breakpoint', line: 2 });
  expect(await value('inside')).toBe('5');
  await handlers.resume({ session, action: 'next' }, context);
  expect((await resultOf(job)).failure).toBeNull();
  expect(await value('inside')).toBe('6');
  expect((await bench.run('debug.breakpoint()')).result.failure).toBeNull();
});

test('names are completed with their signatures, and nothing is called for it', async () => {
  await value(
    'class Thing:\n    @property\n    def costly(self):\n        raise Exception("called")\nthing = Thing()',
  );
  const complete = (source: string) => handlers.complete({ session, source, cursor: source.length }, context);
  const { start, candidates } = await complete('x = server.wait_for_op');
  expect(start).toBe('x = server.'.length);
  expect(candidates).toEqual([
    {
      text: 'wait_for_open_port',
      kind: 'function',
      detail:
        "(port, addr='localhost', timeout=900) Waits until something accepts TCP connections on a port, seen from this node.",
    },
    expect.objectContaining({ text: 'wait_for_open_unix_socket' }),
  ]);
  const names = async (source: string) => (await complete(source)).candidates.map(({ text }) => text);
  expect(await names('web')).toEqual(['web_1']);
  expect(await names('imp')).toEqual(['import']);
  expect(await names('thing.')).toEqual(['costly']);
  expect(await names('thing.costly.')).toEqual([]);
  expect(await names('server.booted.')).toEqual([]);
  expect(await names('("a").')).toEqual([]);
  expect((await names('')).length).toBeGreaterThan(50);
  expect((await names('')).some((name) => name.startsWith('_'))).toBe(false);
});

test('a text is known to want more lines, or to be wrong', async () => {
  const parse = async (source: string) => (await handlers.parse({ session, source }, context)).state;
  expect(await parse('x = 1')).toBe('complete');
  expect(await parse('x = (')).toBe('incomplete');
  expect(await parse('with subtest("x"):')).toBe('incomplete');
  expect(await parse('with subtest("x"):\n    pass')).toBe('incomplete');
  expect(await parse('with subtest("x"):\n    pass\n')).toBe('complete');
  expect(await parse('x = )')).toBe('invalid');
  expect(await parse('"""one')).toBe('incomplete');
});

test('nodes that a text switched off are started by the next one', async () => {
  await value('server.shutdown()');
  expect(await value('server.is_up()')).toBe('False');
  expect(await value('server.succeed("echo back")')).toBe("'back\\n'");
});

test('a session that is closed ends what runs, and is not found any more', async () => {
  const job = await begin('log.info("begun")\nwhile True: pass');
  await running(job, 'begun');
  await handlers.closeSession({ session }, context);
  expect((await resultOf(job)).failure?.message).toContain('ended its interpreter');
  await expect(run('1')).rejects.toMatchObject({ code: 'not-found' });
  expect(states.at(-1)?.state).toBe('closed');
  expect(await handlers.sessions({ directory: bench.project }, context)).toEqual([]);
});
