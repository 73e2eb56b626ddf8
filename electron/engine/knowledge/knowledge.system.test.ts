import { mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KnowledgeState } from '#shared/contract/knowledge.ts';
import { createNixConfiguration } from '../nix/configuration.ts';
import { createProjectNix } from '../nix/projectNix.ts';
import { createProjects } from '../projects/index.ts';
import { createLibrary } from '../projects/library/index.ts';
import { createKnowledge, type Knowledge } from './index.ts';
import { writeStandIn } from './testing/standInNixpkgs.ts';

const resources = join(import.meta.dirname, '../../../resources');
const realNixpkgs = process.env.NXC_NIXPKGS;

let root: string;
let project: string;
let knowledge: Knowledge;
const opened: Knowledge[] = [];

function openKnowledge(): Knowledge {
  const library = createLibrary({ source: join(resources, 'nix'), dataDirectory: join(root, 'data') });
  const configuration = createNixConfiguration({ cacheDirectory: join(root, 'cache') });
  const made = createKnowledge({
    projects: createProjects({
      library,
      librarySource: join(resources, 'nix'),
      runningNodes: async () => [],
    }),
    nix: createProjectNix({ configuration, library }),
    library,
    cacheDirectory: join(root, 'cache'),
    reader: join(resources, 'knowledge/nixos.nix'),
  });
  opened.push(made);
  return made;
}

async function pin(nixpkgs: string): Promise<void> {
  const locked = { type: 'path', path: nixpkgs };
  const lock = {
    nodes: { nixpkgs: { locked, original: locked }, root: { inputs: { nixpkgs: 'nixpkgs' } } },
    root: 'root',
    version: 7,
  };
  await writeFile(join(project, 'flake.lock'), JSON.stringify(lock));
}

/** The state after reading. */
async function read(of = knowledge, again = false): Promise<KnowledgeState> {
  const { promise, resolve } = Promise.withResolvers<KnowledgeState>();
  const stop = of.onChange((_, state) => state.phase !== 'making' && resolve(state));
  const now = await of.prepare(project, again);
  const state = now.phase === 'making' ? await promise : now;
  stop();
  return state;
}

beforeEach(async () => {
  root = await realpath(await mkdtemp(join(tmpdir(), 'nxc-knowledge-')));
  project = join(root, 'project');
  await mkdir(project);
  await writeFile(
    join(project, 'flake.nix'),
    '{ inputs.nixpkgs.url = "path:../nixpkgs"; outputs = { nixpkgs, ... }: { }; }',
  );
  await writeFile(join(project, 'composition.nix'), '{ ... }: { roles = { }; }');
  await writeStandIn(join(root, 'nixpkgs'));
  await pin(join(root, 'nixpkgs'));
  knowledge = openKnowledge();
});

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
  await rm(root, { recursive: true, force: true });
});

test('options of the pinned nixpkgs are known with type, default, description and origin', async () => {
  expect(await read()).toMatchObject({ phase: 'ready', nixpkgs: '99.05stand-in', options: 6, packages: 5 });
  expect(knowledge.option(project, ['services', 'web', 'enable'])).toEqual({
    path: ['services', 'web', 'enable'],
    type: 'boolean',
    text: 'Whether to enable `web`.',
    default: 'false',
    from: ['nixos/modules/services/web.nix'],
  });
  expect(knowledge.option(project, ['services', 'web', 'package'])).toMatchObject({
    text: 'Which `services.web` it is.',
    default: 'pkgs.curl',
  });
  expect(knowledge.option(project, ['services', 'web', 'odd'])).toMatchObject({ default: null });
  expect(knowledge.option(project, ['services', 'web', 'hosts', 'a.example', 'root'])).toMatchObject({
    default: 'pkgs.web',
  });
  expect(knowledge.option(project, ['nxc', 'users', 'names'])).toMatchObject({ default: '[ "ada" ]' });
  expect(
    knowledge.optionsBelow(project, ['services', 'web']).map(({ name, below }) => [name, below]),
  ).toEqual([
    ['enable', 'nothing'],
    ['hosts', 'named'],
    ['odd', 'nothing'],
    ['package', 'nothing'],
  ]);
});

test('packages are found by a part of their name, and Nix says what they are', async () => {
  await read();
  const search = { directory: project, path: [], limit: 2 };
  expect(await knowledge.packages({ ...search, text: 'cur' })).toEqual({
    names: ['curl', 'curlie'],
    truncated: false,
  });
  expect(await knowledge.packages({ ...search, text: '' })).toMatchObject({ truncated: true });
  expect(await knowledge.packages({ ...search, path: ['python3Packages'], text: '' })).toEqual({
    names: ['numpy'],
    truncated: false,
  });
  expect(await knowledge.packageDetails(project, ['curl'])).toEqual({
    version: '8.1',
    description: 'Gets files by their address',
    homepage: 'https://curl.example',
  });
  expect(await knowledge.packageDetails(project, ['broken'])).toBeNull();
  expect(await knowledge.packageDetails(project, ['nowhere', 'to', 'be', 'found'])).toBeNull();
});

test('a default that cannot be had costs the defaults, and nothing else', async () => {
  await writeStandIn(join(root, 'failing'), true);
  await pin(join(root, 'failing'));
  expect(await read()).toMatchObject({ phase: 'ready', options: 6 });
  expect(knowledge.option(project, ['services', 'web', 'enable'])).toMatchObject({ default: null });
});

test('what was read once is there at once in the next engine, and read anew for another pin', async () => {
  await read();
  await knowledge.close();
  const next = openKnowledge();
  expect(await next.prepare(project)).toMatchObject({ phase: 'ready' });
  await writeStandIn(join(root, 'other'));
  await pin(join(root, 'other'));
  expect(await next.prepare(project)).toMatchObject({ phase: 'making' });
});

test('reading can be stopped, leaves nothing, and begins again only when it is asked for', async () => {
  const told: KnowledgeState[] = [];
  knowledge.onChange((_, state) => told.push(state));
  expect(await knowledge.prepare(project)).toMatchObject({ phase: 'making' });
  knowledge.stop(project);
  await expect.poll(() => told.at(-1)).toMatchObject({ phase: 'failed', error: { code: 'cancelled' } });
  expect(await readdir(join(root, 'cache', 'nixpkgs')).catch(() => [])).toEqual([]);
  expect(await knowledge.prepare(project)).toMatchObject({ phase: 'failed' });
  expect(await read(knowledge, true)).toMatchObject({ phase: 'ready' });
});

test('a project without nixpkgs, or without pins, has nothing to read', async () => {
  await rm(join(project, 'flake.lock'));
  expect(await knowledge.prepare(project)).toEqual({ phase: 'none' });
  await pin(join(root, 'project'));
  expect(await read()).toMatchObject({
    phase: 'failed',
    error: { message: expect.stringContaining('No input of the project is nixpkgs.') },
  });
  await writeFile(join(project, 'flake.nix'), '{ outputs = { nxc }: nxc.tinyBase; }');
  expect(await knowledge.prepare(project)).toEqual({ phase: 'none' });
});

test.runIf(realNixpkgs !== undefined)('a real nixpkgs is read as a whole', async () => {
  await pin(realNixpkgs ?? '');
  const state = await read();
  expect(state).toMatchObject({ phase: 'ready' });
  expect(knowledge.option(project, ['services', 'nginx', 'enable'])).toMatchObject({
    type: 'boolean',
    default: 'false',
  });
  expect(knowledge.optionsBelow(project, ['services']).length).toBeGreaterThan(500);
  const { names } = await knowledge.packages({ directory: project, path: [], text: 'curl', limit: 10 });
  expect(names[0]).toBe('curl');
  expect(await knowledge.packageDetails(project, ['curl'])).not.toBeNull();
});
