/** `--json`: every command prints exactly one document of a known shape, and nothing else. */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { printed } from './testing/outputOf.ts';
import { createWorld, type Project, type World } from './testing/world.ts';

let world: World;
let project: Project;

beforeAll(async () => {
  world = await createWorld();
  project = await world.project();
});

afterAll(() => world.remove());

const node = z.object({ name: z.string(), role: z.string(), status: z.object({ state: z.string() }) });
const target = z.object({ directory: z.string(), composition: z.string(), flavour: z.string() });
const deployment = z.object({
  target,
  identifier: z.string(),
  nodes: z.array(node),
  composeInfo: z.string(),
  startedAt: z.number(),
  freshness: z.enum(['current', 'stale', 'lost']),
  publishedPorts: z.array(z.object({ node: z.string(), hostPort: z.int(), nodePort: z.int() })),
});
const madeProject = z.object({ directory: z.string(), name: z.string() });
const testResult = z.object({ statements: z.int(), durationMs: z.number(), failure: z.null() });
const targetStatus = z.object({
  composition: z.string(),
  flavour: z.string(),
  build: z.enum(['never', 'built', 'stale', 'broken']),
  builtAt: z.number().nullable(),
  deployment: deployment.nullable(),
});
const status = z.object({
  directory: z.string(),
  name: z.string(),
  targets: z.array(targetStatus),
  problem: z.object({ code: z.string(), message: z.string() }).nullable(),
});
const check = z.object({
  id: z.string(),
  title: z.string(),
  state: z.enum(['passed', 'warning', 'failed']),
  description: z.string(),
  fixes: z.array(z.object({ description: z.string(), command: z.string(), needsRoot: z.boolean() })),
  documentation: z.string().nullable(),
});

// One story again: the order of the lines is that of a user's day.
const commands: [line: string, result: z.ZodType, exitCode?: number][] = [
  ['templates', z.array(z.object({ name: z.string(), base: z.string(), roles: z.array(z.string()) }))],
  ['init -F', z.array(z.object({ name: z.string(), available: z.boolean() }))],
  ['init --list-templates-json', z.array(z.object({ name: z.string() }))],
  [
    'init other',
    z.object({ project: madeProject, created: z.array(z.string()), notes: z.array(z.string()) }),
  ],
  ['doctor --flavour docker', z.array(check)],
  ['completion bash', z.object({ shell: z.literal('bash'), script: z.string() })],
  ['helper -l', z.record(z.string(), z.string())],
  ['status', status],
  ['build -L', z.array(z.string())],
  ['build --dry-run', z.object({ wouldBuild: z.array(z.string()) })],
  ['build', z.object({ outLink: z.string(), derivationsBuilt: z.int(), durationMs: z.number() })],
  ['start', z.object({ deployment })],
  ['start --build -t', z.object({ deployment, test: testResult })],
  ['status', status],
  ['exec server -- echo hello', z.object({ exitCode: z.literal(0), stdout: z.literal('hello\n') })],
  ['exec server -- sh -c false', z.object({ exitCode: z.literal(1) }), 1],
  ['logs server', z.object({ node: z.literal('server'), log: z.string() })],
  ['connect', z.object({ target, commands: z.array(z.string()).length(2) })],
  ['connect server', z.object({ target, commands: z.tuple([z.string()]) })],
  ['helper ip server', z.object({ host: z.literal('server'), address: z.ipv4() })],
  ['driver -t', testResult],
  ['stop', z.object({ removed: z.array(z.string()).nonempty(), durationMs: z.number() })],
  ['clean', z.object({ removed: z.array(z.string()).nonempty() })],
  [
    'demo',
    z.object({ directory: z.string(), kept: z.literal(false), steps: z.array(z.unknown()).length(7) }),
  ],
];

test.each(commands)('nxc %s --json', async (line, shape, expected = 0) => {
  // Before the --, where there is one: what follows it is the node's.
  const words = line.split(' ');
  const { exitCode, stdout, stderr } = await project.nxc('--json', ...words);
  expect({ exitCode, stderr }).toEqual({ exitCode: expected, stderr: '' });
  const document: unknown = JSON.parse(stdout);
  expect(document).toMatchObject({ ok: true });
  expect(z.object({ ok: z.literal(true), result: shape }).safeParse(document).error).toBeUndefined();
});

test('nxc serve --json answers when the page can be opened, and goes on', async () => {
  const serving = project.begin('serve', '--json');
  await printed(serving, '}\n');
  serving.kill('SIGINT');
  const { exitCode, stdout, stderr } = await serving;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const { result } = JSON.parse(stdout);
  expect(result).toMatchObject({
    address: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//),
    reused: false,
  });
});

describe('errors are documents too', () => {
  const error = z.object({
    ok: z.literal(false),
    error: z.object({
      code: z.string(),
      message: z.string().min(1),
      hint: z.string().min(1),
      retryable: z.boolean(),
      details: z.object({}),
    }),
  });

  test.each([
    ['strat', 'bad-input', 2],
    ['start', 'not-built', 1],
    ['start -r client=0', 'not-built', 1],
    ['stop', 'not-found', 1],
    ['connect server', 'not-found', 1],
    ['exec server ls', 'not-found', 1],
    ['logs server', 'not-found', 1],
    ['driver -t', 'not-found', 1],
    ['init', 'conflict', 1],
    ['init x -t nope', 'not-found', 1],
    ['helper nope', 'bad-input', 2],
    ['helper nested', 'not-yet', 1],
    ['build --monitor', 'not-yet', 1],
    ['completion tcsh', 'bad-input', 2],
    ['serve --port 0', 'bad-input', 2],
  ])('nxc %s --json', async (line, code, expected) => {
    const { exitCode, stdout, stderr } = await project.nxc(...line.split(' '), '--json');
    expect({ exitCode, stderr }).toEqual({ exitCode: expected, stderr: '' });
    const document = error.parse(JSON.parse(stdout));
    expect(document.error.code).toBe(code);
  });

  test('outside a project', async () => {
    const { exitCode, stdout } = await world.nxcIn(join(world.folder, 'home'), ['status', '--json']);
    expect(exitCode).toBe(1);
    expect(error.parse(JSON.parse(stdout)).error.code).toBe('not-found');
  });
});
