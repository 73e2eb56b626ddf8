/** The browser that end-to-end tests drive: the system's own Chromium. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { environment, run } from './setup.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** Installs Chromium by apt if none is there and `yes`; otherwise ends with the command that does. */
export function ensureChromium(yes) {
  if (process.env.CHROMIUM || names.some(isOnPath)) return;
  const asRoot = process.getuid?.() === 0 ? [] : ['sudo'];
  const commands = [
    [...asRoot, 'apt-get', 'update'],
    [...asRoot, 'apt-get', 'install', '-y', 'chromium'],
  ];
  if (!isOnPath('apt-get') || !yes) {
    console.error('error: The end-to-end tests need Chromium, and none was found.');
    console.error(
      isOnPath('apt-get')
        ? `hint: run \`${commands[1].join(' ')}\`, or \`npm test -- --yes\`, which does.`
        : 'hint: install Chromium or Chrome, or name its program in the environment variable CHROMIUM.',
    );
    process.exit(1);
  }
  console.log('Installing Chromium for the end-to-end tests …');
  const quiet = {
    env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' },
    stdio: ['ignore', 'ignore', 'inherit'],
  };
  // An outdated or partly unreachable list may still name what is needed.
  run(commands[0][0], commands[0].slice(1), { ...quiet, mayFail: true });
  run(commands[1][0], commands[1].slice(1), quiet);
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
