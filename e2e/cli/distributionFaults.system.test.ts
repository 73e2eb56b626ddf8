/** Wrong role distributions, on the command line and in files: refused before anything is started. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createWorld, type Project, type World } from './testing/world.ts';

let world: World;
let project: Project;

beforeAll(async () => {
  world = await createWorld();
  project = await world.project();
  expect(await project.nxc('build')).toMatchObject({ exitCode: 0 });
});

afterEach(async () => {
  expect(await project.left()).toEqual([]);
});

afterAll(() => world.remove());

const numbers = /^Give a whole number from 1 on, or host names: -r client=2 or -r client=alpha,beta\.$/;
const distinctNames = /^Give one of them other host names/;
const allowedNames = /letters, digits and hyphens/;

test.each([
  [
    'nope=2',
    'The role distribution names the role “nope”, which the composition does not have.',
    /^Its roles are: client, server\.$/,
  ],
  ['client=0', 'The role “client” is given 0 nodes.', numbers],
  ['client=-1', 'The role “client” is given -1 nodes.', numbers],
  ['client=1.5', 'The role “client” is given 1.5 nodes.', numbers],
  ['client=a,a', 'Two nodes would be called “a”: role “client” names it twice.', distinctNames],
  [
    'client=server',
    'Two nodes would be called “server”: roles “client” and “server” both have it.',
    distinctNames,
  ],
  ['client=A B', '“A B” cannot be the host name of a node of role “client”.', allowedNames],
  ['client=', '“-r client=” is not understood.', /-r client=3.*-r client=alpha,beta/],
  [
    'client=99999999',
    'The role distribution asks for 99999999 nodes; at most 1000 can be started at once.',
    /^Lower the counts/,
  ],
])('-r %s', async (option, message, hint) => {
  const { exitCode, stdout, stderr } = await project.nxc('start', '-r', option);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  const [first, second = ''] = stderr.trimEnd().split('\n');
  expect(first).toBe(`error: ${message}`);
  expect(second.replace('hint: ', '')).toMatch(hint);
});

test.each([
  ['nope: 2', 'The role distribution names the role “nope”, which the composition does not have.'],
  ['client: 0', 'The role “client” is given 0 nodes.'],
  ['client: -1', 'The role “client” is given -1 nodes.'],
  ['client: [a, a]', 'Two nodes would be called “a”: role “client” names it twice.'],
])('a file with “%s”', async (text, message) => {
  await project.write('roles.yaml', `${text}\n`);
  const { exitCode, stderr } = await project.nxc('start', 'roles.yaml');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(`error: ${message}\nhint: `);
});

test('a file that is not YAML: where and why', async () => {
  await project.write('roles.yaml', 'client: 2\nclient: 3\n');
  const { exitCode, stderr } = await project.nxc('start', 'roles.yaml');
  expect(exitCode).toBe(2);
  const [message, place, excerpt, caret, hint] = stderr.split('\n');
  expect(message).toBe('error: The roles file is not YAML: Map keys must be unique.');
  expect(place).toBe('  roles.yaml:2:1');
  expect(excerpt).toBe('  2 | client: 3');
  expect(caret).toBe('      ^');
  expect(hint).toMatch(/^hint: A roles file is YAML with lines such as/);
});

test('a file of other things', async () => {
  await project.write('roles.yaml', 'client: alpha\n');
  expect(await project.nxc('start', 'roles.yaml')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/the role “client” has neither .*\nhint: .*write: client: \[alpha\]\n$/),
  });
  await project.write('roles.yaml', '');
  expect(await project.nxc('start', 'roles.yaml')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining(`The roles file ${join(project.directory, 'roles.yaml')} names no role.`),
  });
  expect(await project.nxc('start', 'absent.yaml')).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/^error: The roles file .*absent\.yaml cannot be read\.\nhint: /),
  });
});

test('after all that a right file and a right option start together', async () => {
  await project.write('roles.yaml', 'client: [alpha, beta]\n');
  const started = await project.nxc('start', 'roles.yaml', '-r', 'server=2');
  expect(started).toMatchObject({ exitCode: 0, stderr: '' });
  expect(started.stdout).toMatch(
    /alpha +client[\s\S]*beta +client[\s\S]*server1 +server[\s\S]*server2 +server/,
  );
  expect(await project.nxc('stop')).toMatchObject({ exitCode: 0 });
});
