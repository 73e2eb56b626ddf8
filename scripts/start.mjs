/** `npm start`: from a fresh clone to something running, asking only before it installs system packages. */
import { ensureBuilt, ensureDependencies, run } from './setup.mjs';

const yes = process.argv.includes('--yes') || process.env.CI === 'true';
ensureDependencies();
ensureBuilt();
run('bin/nxc', ['doctor', '--flavour', 'docker', '--fix', ...(yes ? ['--yes'] : [])]);
run('bin/nxc', ['demo']);
