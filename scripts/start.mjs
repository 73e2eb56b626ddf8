/**
 * `npm start [-- --directory FOLDER] [-- --yes]`: from a fresh clone to the open window, asking only before it installs
 * system packages. With CI=true nobody would look at a window or end it: it runs the demo, checks that the window
 * answers, and ends.
 */
import { resolve } from 'node:path';
import { ensureBuilt, ensureDependencies, run } from './setup.mjs';
import { checkWindow, openWindow } from './window.mjs';

const isCheck = process.env.CI === 'true';
const words = process.argv.slice(2);
const yes = isCheck || words.includes('--yes');

ensureDependencies();
ensureBuilt();
// People may want to look around before they install anything: most of the window works without Nix and Docker.
run('bin/nxc', ['doctor', '--flavour', 'docker', '--fix', ...(yes ? ['--yes'] : [])], { mayFail: !isCheck });

if (isCheck) {
  run('bin/nxc', ['demo']);
  try {
    await checkWindow();
  } catch (error) {
    console.error(`error: The window does not answer. ${error.message}`);
    process.exit(1);
  }
} else {
  process.exit(await openWindow(readDirectory(words)));
}

function readDirectory(all) {
  const at = all.findIndex((word) => word === '--directory' || word === '-d');
  const named = at === -1 ? all.find((word) => !word.startsWith('-')) : all[at + 1];
  return named === undefined ? undefined : resolve(process.env.INIT_CWD ?? '.', named);
}
