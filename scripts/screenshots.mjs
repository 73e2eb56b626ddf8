/** `npm run screenshots`: takes the pictures in docs/images anew, of the real program with real nodes. */
import { join } from 'node:path';
import { ensureBuilt, ensureDependencies, root, run } from './setup.mjs';
import { ensureTestPrograms } from './testPrograms.mjs';

ensureDependencies();
ensureBuilt();
ensureTestPrograms(process.argv.includes('--yes'));
const playwright = join(root, 'node_modules', '@playwright', 'test', 'cli.js');
run('node', [playwright, 'test', '--config=playwright.screenshots.config.ts']);
