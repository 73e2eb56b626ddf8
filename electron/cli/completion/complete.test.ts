import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { candidates } from './complete.ts';
import { completionScript } from './scripts.ts';

let project: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'nxc-complete-'));
  await mkdir(join(project, 'build'));
  await mkdir(join(project, 'deploy'));
  await mkdir(join(project, 'below'));
  await writeFile(join(project, 'nxc.json'), '{}');
  await writeFile(join(project, 'build', 'composition::docker'), '{"roles":["client","server"]}');
  const nodes = { client1: { role: 'client' }, client2: { role: 'client' }, server: { role: 'server' } };
  await writeFile(join(project, 'deploy', 'composition::docker.json'), JSON.stringify({ deployment: nodes }));
});

afterAll(async () => {
  await rm(project, { recursive: true, force: true });
});

const complete = (line: string, directory = project) => candidates(line, directory).map(({ value }) => value);

test.each<[string, string[]]>([
  ['nxc sta', ['start', 'status']],
  ['nxc build --show', ['--show-trace']],
  ['nxc build -f dock', ['docker']],
  ['nxc --json build -f dock', ['docker']],
  ['nxc build --flavour nixos-test-', ['nixos-test-driver', 'nixos-test-ssh']],
  ['nxc init -t tut', ['tutorial']],
  ['nxc start -r ', ['client=', 'server=']],
  ['nxc start -C ', ['composition::docker']],
  ['nxc connect cl', ['client1', 'client2']],
  ['nxc connect client1 ', ['client1', 'client2', 'server']],
  ['nxc exec s', ['server']],
  ['nxc power sh', ['shutdown']],
  ['nxc power pause s', ['server']],
  ['nxc link ', ['cut', 'slow', 'restore']],
  ['nxc start --memory s', ['server=']],
  ['nxc connect --con', ['--console']],
  ['nxc completion ', ['bash', 'zsh', 'fish']],
  ['nxc start -k ', []],
  ['nxc nonsense', []],
])('%s', (line, expected) => {
  expect(complete(line)).toEqual(expected);
});

test('the roles of a build of machines are known, too', async () => {
  const folder = join(project, 'machines');
  await mkdir(join(folder, 'build'), { recursive: true });
  await writeFile(join(folder, 'nxc.json'), '{}');
  const info = { compositions_info: { composition: { roles: { alpha: {}, beta: {} } } } };
  await writeFile(join(folder, 'build', 'composition::vm'), JSON.stringify(info));
  expect(complete('nxc start -r ', folder)).toEqual(['alpha=', 'beta=']);
});

test('options that are not there yet are not offered', () => {
  expect(complete('nxc start --')).toEqual(expect.arrayContaining(['--flavour', '--reuse', '--build']));
  expect(complete('nxc start --')).not.toContain('--kernel-params');
});

test('the project is found from a folder below it, and by -d', () => {
  expect(complete('nxc connect s', join(project, 'below'))).toEqual(['server']);
  expect(complete(`nxc -d ${project} connect s`, '/')).toEqual(['server']);
});

test('outside a project there are no nodes, and no error', () => {
  expect(complete('nxc connect ', '/')).toEqual([]);
});

test('bash completes through the script, also after a colon and an equals sign', async () => {
  const bin = join(project, 'bin');
  await mkdir(bin);
  const main = join(import.meta.dirname, '..', 'main.ts');
  await writeFile(join(bin, 'nxc'), `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`, {
    mode: 0o755,
  });
  const ask = async (line: string, words: readonly string[]) => {
    const { stdout } = await execa('bash', ['--norc', '-c', 'eval "$SCRIPT"; eval "$ASK"'], {
      cwd: project,
      env: {
        PATH: `${bin}:${process.env.PATH}`,
        SCRIPT: completionScript('bash'),
        ASK: `COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
          COMP_LINE='${line}'; COMP_POINT=\${#COMP_LINE}; compopt() { :; }; _nxc; printf '%s\\n' "\${COMPREPLY[@]}"`,
      },
    });
    return stdout.split('\n');
  };
  expect(await ask('nxc sta', ['nxc', 'sta'])).toEqual(['start', 'status']);
  // bash gives the completed word only from its last ":" on.
  const words = ['nxc', 'start', '-C', 'composition', '::', 'do'];
  expect(await ask('nxc start -C composition::do', words)).toEqual(['docker']);
});
