/**
 * What must be there before anything of ours can run. Plain JavaScript for whatever Node the system has: the Node that
 * the project needs arrives with the dependencies.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The environment with the project's own Node first in PATH. */
export const environment = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
};

/** Runs a program in the project's folder with our output; ends the process with its exit code if it fails. */
export function run(program, programArguments, options = {}) {
  const result = spawnSync(program, programArguments, {
    cwd: root,
    env: environment,
    stdio: 'inherit',
    ...options,
  });
  if (result.error) {
    console.error(`error: ${program} could not be started: ${result.error.message}`);
    process.exit(1);
  }
  if (result.status !== 0 && options.mayFail !== true) process.exit(result.status ?? 1);
  return result.status ?? 1;
}

/** Installs the npm dependencies if they are missing or belong to another lock file. */
export function ensureDependencies() {
  const stamp = join(root, 'node_modules', '.nxc-lock-hash');
  const wanted = hash(readFileSync(join(root, 'package-lock.json')));
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Installing dependencies (npm ci) …');
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(stamp, wanted);
}

/** Bundles the program if a source file is newer than the bundle. */
export function ensureBuilt() {
  const stamp = join(root, 'dist', '.built-from');
  const wanted = hash(
    ['shared', 'electron', 'renderer', 'resources/driver']
      .flatMap((folder) => sources(join(root, folder)))
      .concat(
        ['package.json', 'rolldown.config.ts', 'vite.config.ts', 'index.html'].map((file) =>
          join(root, file),
        ),
      )
      .map((file) => `${file} ${statSync(file).mtimeMs} ${statSync(file).size}`)
      .join('\n'),
  );
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.log('Building …');
  run('npm', ['run', '--silent', 'build']);
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function sources(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file).isFile())
    .sort();
}

function hash(content) {
  return createHash('sha256').update(content).digest('hex');
}
