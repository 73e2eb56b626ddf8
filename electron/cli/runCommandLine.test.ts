import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { flavourNames } from '#shared/model/flavours.ts';
import { runCommandLine } from './runCommandLine.ts';

let stdout: string;
let stderr: string;

beforeEach(() => {
  stdout = '';
  stderr = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    stdout += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    stderr += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
});

const run = (line: string) => runCommandLine(line.split(' '));

test('help names every command and ends well', async () => {
  expect(await run('--help')).toBe(0);
  const commands = 'init build start connect driver stop status logs exec demo doctor templates clean helper';
  for (const command of [...commands.split(' '), 'completion']) expect(stdout).toContain(`  ${command} `);
});

test.each(['init', 'build', 'start', 'connect', 'driver', 'stop'])('%s has help of its own', async (name) => {
  expect(await run(`${name} --help`)).toBe(0);
  expect(stdout).toContain(`Usage: nxc ${name}`);
  expect(stdout).toContain('--json');
});

test('no command at all is bad usage', async () => {
  expect(await runCommandLine([])).toBe(2);
});

test.each([
  ['bulid', 'Unknown command', 'Did you mean build?'],
  ['build --flavor docker', 'Unknown option', 'Did you mean --flavour?'],
  ['build -f dokcer', '“dokcer” is not a flavour', flavourNames.join(', ')],
  ['start -C a::b::c', 'does not read as composition::flavour', '`nxc start --help`'],
  ['exec', "Missing required argument 'node'", '`nxc exec --help`'],
  ['logs one --tail many', '“many” is not a number of lines', '`nxc logs --help`'],
  ['completion tcsh', '“tcsh” is none of bash, zsh, fish', '`nxc completion --help`'],
])('nxc %s is bad usage and says why', async (line, message, advice) => {
  expect(await run(line)).toBe(2);
  expect(stderr).toMatch(/^error: [“A-Z]/);
  expect(stderr).toContain(message);
  expect(stderr).toContain(advice);
  expect(stdout).toBe('');
});

test('bad usage with --json is one document on standard output', async () => {
  expect(await run('build --json --no-such-option')).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'bad-input' } });
  expect(stderr).toBe('');
});

test.each([
  ['start -k quiet', '`-k, --kernel-params <parameters>` of `nxc start`'],
  ['start -d deployment.json', '`-d, --deployment-file <file>` of `nxc start`'],
  ['start -W -m machines', '`-m, --machines <file>` of `nxc start`'],
  ['build -s variant', '`-s, --setup <variant>` of `nxc build`'],
  ['build -p a=b', '`-p, --setup-param <key=value>` of `nxc build`'],
  ['build other.nix', 'Building another composition file'],
  ['connect -g 1+2', '`-g, --geometry <geometry>` of `nxc connect`'],
  ['init -n', '`-n, --no-symlink` of `nxc init`'],
  ['helper g5k_script', '`nxc helper g5k_script`'],
  ['demo -f nspawn', 'The demo on the flavour nspawn'],
])('nxc %s answers that it is not there yet', async (line, subject) => {
  expect(await run(`${line} --json`)).toBe(1);
  const { error } = JSON.parse(stdout);
  expect(error).toMatchObject({ code: 'not-yet', message: expect.stringContaining(subject) });
  expect(error.hint).toBeTruthy();
});

test.each(['--json init -F', 'init -F --json'])(
  'global options count on both sides: nxc %s',
  async (line) => {
    expect(await run(line)).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, result: expect.any(Array) });
  },
);

test('a short option means the folder before the command and what upstream means after it', async () => {
  expect(await run('-d /nowhere-at-all status --json')).toBe(1);
  expect(JSON.parse(stdout).error.message).toContain('/nowhere-at-all');
});
