/** Whether Nix can isolate builds on this machine: containers and hardened kernels often don't let it. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

export interface SandboxProbe {
  readonly program: string;
  readonly flags: readonly string[];
  readonly system: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Where the answer is kept until the next boot. */
  readonly cacheDirectory: string;
}

/** Builds nothing but an empty folder, by a builder that is part of Nix and so needs no file of the host. */
function probeExpression(system: string, nonce: string): string {
  return `derivation {
    name = "nxc-sandbox-probe"; system = "${system}"; builder = "builtin:buildenv";
    derivations = ""; manifest = "/dev/null"; nonce = "${nonce}";
  }`;
}

/** Builds a trifle in the sandbox, once per boot, user and Nix. */
export async function sandboxWorks(probe: SandboxProbe): Promise<boolean> {
  const boot = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
  const key = JSON.stringify({ boot, program: probe.program, user: process.getuid?.() ?? null });
  const file = join(probe.cacheDirectory, 'nix-sandbox.json');
  const known = await readAnswer(file, key);
  if (known !== undefined) return known;
  const expression = probeExpression(probe.system, `${boot}-${Date.now()}`);
  const { exitCode } = await execa(
    probe.program,
    [
      ...probe.flags,
      'build',
      '--no-link',
      '--impure',
      '--option',
      'substitute',
      'false',
      '--expr',
      expression,
    ],
    { env: probe.environment, extendEnv: false, reject: false, stdin: 'ignore' },
  );
  const works = exitCode === 0;
  if (boot !== '') {
    await mkdir(probe.cacheDirectory, { recursive: true });
    await writeFile(file, JSON.stringify({ key, works }));
  }
  return works;
}

async function readAnswer(file: string, key: string): Promise<boolean | undefined> {
  try {
    const answer: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof answer !== 'object' || answer === null) return undefined;
    if (!('key' in answer) || answer.key !== key || !('works' in answer)) return undefined;
    return answer.works === true;
  } catch {
    // No answer yet, or one cut short by a crash: probing again is cheap.
    return undefined;
  }
}
