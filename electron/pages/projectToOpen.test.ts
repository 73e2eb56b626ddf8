import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createEngine, type Engine } from '#engine/createEngine.ts';
import { contract } from '#shared/contract/index.ts';
import { type Connection, connect } from '#shared/rpc/client.ts';
import { serve } from '#shared/rpc/server.ts';
import { inProcessPair } from '#transports/inProcess.ts';
import { projectToOpen } from './projectToOpen.ts';

let folder: string;
let engine: Engine;
let connection: Connection<typeof contract>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nxc-first-'));
  const home = join(folder, 'home');
  engine = createEngine({
    directories: {
      data: join(home, 'data'),
      cache: join(home, 'cache'),
      state: join(home, 'state'),
      config: join(home, 'config'),
    },
  });
  const [near, far] = inProcessPair();
  serve(contract, engine.handlers, far, { describeError: engine.describeError });
  connection = connect(contract, near);
});

afterEach(async () => {
  connection.close();
  await engine.close();
  await rm(folder, { recursive: true, force: true });
});

const nothing = { named: null, near: null, tutorial: false };

async function makeProject(name: string): Promise<string> {
  const directory = join(folder, name);
  await mkdir(directory);
  await writeFile(join(directory, 'composition.nix'), '{ ... }: { roles = { }; }\n');
  await writeFile(
    join(directory, 'nxc.json'),
    '{"composition":"composition.nix","default_flavour":"docker"}\n',
  );
  return directory;
}

test('what was named is opened, even if it is no project: the window says what is wrong with it', async () => {
  const named = join(folder, 'missing');
  expect(await projectToOpen(connection.client, { ...nothing, named, tutorial: true })).toBe(named);
});

test('a project that the user is in comes before the last one', async () => {
  const [here, last] = [await makeProject('here'), await makeProject('last')];
  await connection.client.recents.remember({ directory: last, name: 'last' });
  expect(await projectToOpen(connection.client, { ...nothing, near: here })).toBe(here);
  expect(await projectToOpen(connection.client, { ...nothing, near: folder })).toBe(last);
  await rm(last, { recursive: true });
  expect(await projectToOpen(connection.client, { ...nothing, near: folder })).toBeNull();
});

test('somebody who has opened nothing yet is welcomed, or gets the tutorial, made once', async () => {
  expect(await projectToOpen(connection.client, nothing)).toBeNull();
  await connection.client.settings.write({ changes: { projectsFolder: folder } });
  const tutorial = { ...nothing, tutorial: true };
  expect(await projectToOpen(connection.client, tutorial)).toBe(join(folder, 'nxc-tutorial'));
  expect(await connection.client.projects.open({ directory: join(folder, 'nxc-tutorial') })).toMatchObject({
    compositionFile: 'composition.nix',
  });
  expect(await projectToOpen(connection.client, tutorial)).toBe(join(folder, 'nxc-tutorial'));
});
