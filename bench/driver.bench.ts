/**
 * The test driver: how soon an interpreter is ready, what a call costs over the shell's own round trip, what a
 * thousand calls leave behind, and how long many nodes are waited for one after the other.
 * Options: --rounds 10 --calls 1000 --nodes 50
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createDockerFlavour } from '#engine/flavours/docker/dockerFlavour.ts';
import { sweep } from '#engine/flavours/docker/testing/dockerCommand.ts';
import { type Fixture, importFixtureImage, makeFixture } from '#engine/flavours/docker/testing/fixture.ts';
import type { Flavour } from '#engine/flavours/flavour.ts';
import { createChannelBackend } from '#engine/tests/channelBackend.ts';
import { executeScript } from '#engine/tests/executeScript.ts';
import type { TestRunner } from '#engine/tests/runner.ts';
import { startTestRunner } from '#engine/tests/testing/testRunner.ts';
import { median, quantile } from './lib/statistics.ts';
import { milliseconds, printTable } from './lib/table.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    calls: { type: 'string', default: '1000' },
    nodes: { type: 'string', default: '50' },
  },
});
const work = { signal: new AbortController().signal, report: () => undefined };
const flavour = createDockerFlavour();

const row = (what: string, samples: readonly number[]): string[] => [
  what,
  String(samples.length),
  milliseconds(median(samples)),
  milliseconds(quantile(samples, 0.9)),
];

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** A run of its own; returns what the script printed. */
async function run(fixture: Fixture, runner: TestRunner, source: string, from: Flavour = flavour) {
  const { target, nodes } = fixture;
  const backend = createChannelBackend(
    from,
    target,
    nodes.map(({ name }) => name),
  );
  const printed: string[] = [];
  const report = (progress: { type: string; kind?: string; text?: string }): void => {
    if (progress.kind === 'log') printed.push(progress.text ?? '');
  };
  const script = { name: 'bench.py', source, position: null };
  const result = await executeScript(
    { target, script, backend, runner, timeoutMs: 600_000 },
    { ...work, report },
  );
  await backend.close();
  if (result.failure !== null) throw new Error(result.failure.message);
  return printed.map(Number);
}

/** Memory that a process and those below it have for themselves, in MiB: the interpreter may be inside of a wall. */
function residentMib(pid: number): number {
  const kilobytes = /^RssAnon:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);
  return children.reduce((sum, child) => sum + residentMib(Number(child)), Number(kilobytes) / 1024);
}

importFixtureImage();
const starts: number[] = [];
for (let round = 0; round < Number(values.rounds); round += 1) {
  let runner: TestRunner | undefined;
  starts.push(await timed(async () => (runner = await startTestRunner())));
  await runner?.close();
}

const single = makeFixture({ roles: { server: {} } });
const many = makeFixture({ roles: { node: {} }, distribution: { node: Number(values.nodes) } });
const runner = await startTestRunner();
try {
  await flavour.start({ ...single, reuse: false }, work);
  const channel = await flavour.openChannel({ target: single.target, node: 'server' });
  const round = (): Promise<unknown> => channel.run('set -eu\ntrue');
  for (let count = 0; count < 50; count += 1) await round();
  const bare: number[] = [];
  for (let count = 0; count < 300; count += 1) bare.push(await timed(round));
  await channel.close();
  const calls = await run(
    single,
    runner,
    `import time
for _ in range(50): server.succeed("true")
samples = []
for _ in range(300):
    began = time.perf_counter()
    server.succeed("true")
    samples.append(time.perf_counter() - began)
for sample in samples: print(sample * 1000)
`,
  );
  printTable(
    ['what', 'samples', 'median ms', '90 % ms'],
    [
      row('interpreter ready, from its snapshot', starts),
      row('shell round trip', bare),
      row('succeed("true")', calls),
    ],
  );

  const spin = `for _ in range(${values.calls}): server.succeed("true")`;
  const memory: number[] = [];
  for (let round = 0; round < 4; round += 1) {
    await run(single, runner, spin);
    memory.push(residentMib(runner.pid ?? 0));
  }
  printTable(
    ['calls', 'interpreter, MiB'],
    memory.map((size, index) => [String((index + 1) * Number(values.calls)), size.toFixed(1)]),
  );

  await flavour.start({ ...many, reuse: false }, work);
  // Every node is ready two seconds after it was asked to be; the slowest is the last.
  const waits = await run(
    many,
    runner,
    `import time
start_all()
began = time.perf_counter()
for node in machines:
    node.execute("sleep 2; touch /tmp/ready", check_output=False)
asked = time.perf_counter()
for node in machines:
    node.wait_for_file("/tmp/ready")
print((asked - began) * 1000)
print((time.perf_counter() - asked) * 1000)
`,
  );
  const [asking = 0, waiting = 0] = waits;
  printTable(
    ['nodes', 'what', 'ms'],
    [
      [values.nodes, 'asked one after the other', milliseconds(asking)],
      [values.nodes, 'waited for one after the other; the slowest takes 2000', milliseconds(waiting)],
    ],
  );
} finally {
  await runner.close();
  for (const fixture of [single, many]) {
    sweep(fixture);
    fixture.remove();
  }
}
