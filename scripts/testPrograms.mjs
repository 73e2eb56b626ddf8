/** Programs of the system that only tests run, beside what the product itself needs (`nxc doctor` looks after that). */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { environment, run } from './setup.mjs';

/**
 * Any one of `names` will do; `package` is Debian's. What is only recommended to users, such as tmux, tests do need.
 *
 * @typedef {{ names: string[], package: string, purpose: string }} TestProgram
 */

/** @type {TestProgram} */
const chromium = {
  names: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
  package: 'chromium',
  purpose: 'the window',
};

/** @type {TestProgram[]} */
const others = [
  {
    names: ['docker-compose'],
    package: 'docker-compose',
    purpose: 'that Docker Compose understands our nodes',
  },
  { names: ['dropbearconvert'], package: 'dropbear-bin', purpose: 'shells by ssh on virtual machines' },
  { names: ['tmux'], package: 'tmux', purpose: 'the command line at a terminal' },
];

/** Installs what is missing by apt if `yes`; otherwise ends with the command that does. */
export function ensureTestPrograms(yes) {
  const needed = process.env.CHROMIUM ? others : [chromium, ...others];
  const missing = needed.filter(({ names }) => !names.some(isOnPath));
  if (missing.length === 0) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo'];
  const packages = missing.map((program) => program.package);
  const install = [...asRoot, 'apt-get', 'install', '-y', ...packages];
  if (!isOnPath('apt-get') || !yes) {
    for (const { names, purpose } of missing)
      console.error(`error: Tests of ${purpose} need ${names[0]}, which was not found.`);
    console.error(
      isOnPath('apt-get')
        ? `hint: run \`${install.join(' ')}\`, or \`npm test -- --yes\`, which does.`
        : 'hint: install them. A Chromium or Chrome elsewhere can be named in the environment variable CHROMIUM.',
    );
    process.exit(1);
  }
  console.log(`Installing ${packages.join(', ')} for the tests …`);
  const quiet = { stdio: ['ignore', 'ignore', 'inherit'], env: environment };
  // The variable goes through `env`, because sudo keeps none of ours.
  const unattended = [...asRoot, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get'];
  const [program, ...words] = unattended;
  // An outdated or partly unreachable list may still name what is needed.
  run(program, [...words, 'update'], { ...quiet, mayFail: true });
  run(program, [...words, 'install', '-y', ...packages], quiet);
}

function isOnPath(name) {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
