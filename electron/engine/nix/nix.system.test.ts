import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { JobProgress } from '#shared/contract/jobs.ts';
import { createNixConfiguration } from './configuration.ts';
import { runNix } from './run.ts';
import { processesWith } from './testing/processes.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'nxc-nix-'));
});
afterEach(() => rm(root, { recursive: true }));

const realNix = execFileSync('sh', ['-c', 'command -v nix']).toString().trim();

/** Arguments that build one derivation whose shell script is `script`. */
const buildScript = (script: string, name = 'probe') => [
  'build',
  '--no-link',
  '--impure',
  '--option',
  'substitute',
  'false',
  '--expr',
  `derivation { name = "${name}"; system = builtins.currentSystem; builder = "/bin/sh";
    args = [ "-c" ''${script}'' ]; nonce = "${root}"; }`,
];

async function run(nixArguments: readonly string[], signal?: AbortSignal, report?: (p: JobProgress) => void) {
  const configuration = await createNixConfiguration({ cacheDirectory: root }).read();
  return runNix(
    {
      program: configuration.program,
      arguments: [...configuration.flags, '--option', 'sandbox', 'false', ...nixArguments],
      directory: root,
    },
    { ...(signal === undefined ? {} : { signal }), ...(report === undefined ? {} : { report }) },
  );
}

describe('running', () => {
  test('tells of derivations and their output while they are built', async () => {
    const progress: JobProgress[] = [];
    const outcome = await run(buildScript('echo one; echo two >&2; echo > $out'), undefined, (entry) =>
      progress.push(entry),
    );
    expect(outcome.exitCode).toBe(0);
    expect(progress).toContainEqual({ type: 'derivation', name: 'probe', state: 'building' });
    expect(progress).toContainEqual({ type: 'log', line: 'two', source: 'probe' });
    expect(progress).toContainEqual({ type: 'derivation', name: 'probe', state: 'built' });
  });

  test('a failed build is an outcome, with the builder’s last lines', async () => {
    const { exitCode, log } = await run(buildScript('echo why; exit 3'));
    expect(exitCode).toBe(1);
    expect([...log.tails.values()]).toEqual([['why']]);
    expect(log.failed.size).toBe(1);
  });

  test('a program that is not there is said to be missing', async () => {
    const command = { program: join(root, 'nix'), arguments: [], directory: root };
    await expect(runNix(command)).rejects.toMatchObject({
      code: 'missing-program',
      hint: expect.stringContaining('nxc doctor'),
    });
  });
});

describe('cancelling', () => {
  /** Not in any other process's arguments, so that it is found again. */
  const marker = `86${process.pid}`;

  /** @returns the states of derivations that were told */
  async function cancelWhenItRuns(script: string): Promise<string[]> {
    const abort = new AbortController();
    const states: string[] = [];
    const building = run(buildScript(script), abort.signal, (progress) => {
      if (progress.type === 'log' && progress.line === 'running') abort.abort();
      if (progress.type === 'derivation') states.push(progress.state);
    });
    await expect(building).rejects.toMatchObject({ code: 'cancelled' });
    return states;
  }

  test('calls nothing built that was interrupted', async () => {
    expect(await cancelWhenItRuns(`echo running; sleep ${marker}`)).not.toContain('built');
  });

  test('leaves neither Nix nor a builder nor what it started', async () => {
    await cancelWhenItRuns(`echo running; sleep ${marker} & sleep ${marker}`);
    expect(processesWith(`sleep ${marker}`)).toEqual([]);
    expect(processesWith(root)).toEqual([]);
  });

  test('is no obstacle to the next build', async () => {
    await cancelWhenItRuns(`echo running; sleep ${marker}`);
    expect((await run(buildScript('echo > $out'))).exitCode).toBe(0);
  });

  test('before the beginning starts nothing', async () => {
    await expect(run(buildScript('echo > $out'), AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
  });

  test('also ends a Nix that ignores the interrupt', { timeout: 30_000 }, async () => {
    const stubborn = join(root, 'nix');
    await writeFile(
      stubborn,
      `#!/bin/sh\ntrap '' INT\nsetsid sleep ${marker} &\nwhile :; do sleep ${marker}; done\n`,
    );
    await chmod(stubborn, 0o755);
    const abort = new AbortController();
    const running = runNix({ program: stubborn, arguments: [], directory: root }, { signal: abort.signal });
    while (processesWith(`sleep ${marker}`).length < 2) await delay(20);
    abort.abort();
    await expect(running).rejects.toMatchObject({ code: 'cancelled' });
    expect(processesWith(`sleep ${marker}`)).toEqual([]);
  });
});

describe('the configuration for this machine', () => {
  const withNix = async (script: string) => {
    await mkdir(join(root, 'bin'), { recursive: true });
    await writeFile(join(root, 'bin/nix'), `#!/bin/sh\n${script}\n`);
    await chmod(join(root, 'bin/nix'), 0o755);
    return { ...process.env, PATH: `${join(root, 'bin')}:${process.env.PATH}` };
  };
  const read = (environment: NodeJS.ProcessEnv) =>
    createNixConfiguration({ cacheDirectory: join(root, 'cache'), environment }).read();

  test('switches on only what the user has not', async () => {
    const { NIX_CONFIG: _, ...environment } = process.env;
    const plain = await read({ ...environment, NIX_CONFIG: 'experimental-features = flakes' });
    expect(plain.flags.slice(0, 2)).toEqual(['--extra-experimental-features', 'nix-command flakes']);
    const on = await read({ ...environment, NIX_CONFIG: 'experimental-features = nix-command flakes' });
    expect(on.flags).not.toContain('--extra-experimental-features');
    expect(on.system).toMatch(/^[a-z0-9_]+-linux$/);
  });

  test('does without build users where there are none', async () => {
    const nobody = await read({
      ...process.env,
      NIX_CONFIG: 'build-users-group = nosuchgroup\nsandbox = false',
    });
    const isRoot = process.getuid?.() === 0;
    expect(nobody.flags.join(' ').includes('build-users-group')).toBe(isRoot);
  });

  test('does without the sandbox where it does not work, says so, and asks only once per boot', async () => {
    // With neither the right to mount nor user namespaces Nix cannot make a sandbox, as in many containers.
    const count = join(root, 'count');
    const environment = await withNix(`
      case "$*" in *probe*) echo x >> ${count};; esac
      exec unshare --map-root-user sh -c 'echo 0 > /proc/sys/user/max_user_namespaces
        exec setpriv --bounding-set -sys_admin --inh-caps -sys_admin ${realNix} "$@"' sh "$@"`);
    const sandboxed = { ...environment, NIX_CONFIG: 'sandbox = true\nsandbox-fallback = false' };
    for (let time = 0; time < 2; time++) {
      const configuration = await read(sandboxed);
      expect(configuration.flags.join(' ')).toContain('--option sandbox false');
      expect(configuration.notices).toEqual([
        { message: expect.stringContaining('cannot isolate'), hint: expect.any(String) },
      ]);
    }
    expect((await stat(count)).size).toBe(2);
  });

  test('leaves a sandbox alone that is off', async () => {
    const { flags, notices } = await read({ ...process.env, NIX_CONFIG: 'sandbox = false' });
    expect(flags.join(' ')).not.toContain('sandbox');
    expect(notices).toEqual([]);
  });

  test('is read again when a file of it changed', async () => {
    const environment: NodeJS.ProcessEnv = { ...process.env, NIX_CONF_DIR: root };
    delete environment.NIX_CONFIG;
    const reader = createNixConfiguration({ cacheDirectory: join(root, 'cache'), environment });
    await writeFile(join(root, 'nix.conf'), 'sandbox = false\n');
    expect((await reader.read()).flags).toContain('--extra-experimental-features');
    await delay(20);
    await writeFile(join(root, 'nix.conf'), 'sandbox = false\nexperimental-features = nix-command flakes\n');
    expect((await reader.read()).flags).not.toContain('--extra-experimental-features');
  });

  test('fails with Nix’s words when Nix cannot read its own', async () => {
    const environment = await withNix('echo "error: syntax error in configuration line" >&2; exit 1');
    await expect(read(environment)).rejects.toMatchObject({
      code: 'nix-evaluation',
      details: { raw: expect.stringContaining('syntax error in configuration') },
    });
  });

  test('says where Nix was looked for when there is none', async () => {
    await expect(read({ PATH: '/nonexistent', HOME: '/nonexistent' })).rejects.toMatchObject({
      code: 'missing-program',
      hint: expect.stringContaining('nxc doctor'),
    });
  });
});
