/** `npm run demo`: the demo on the bundled program, built first if need be. */
import { ensureBuilt, ensureDependencies, run } from './setup.mjs';

ensureDependencies();
ensureBuilt();
run('bin/nxc', ['demo', ...process.argv.slice(2)]);
