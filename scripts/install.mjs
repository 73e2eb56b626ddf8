/** Only the npm dependencies, for scripts that run a tool of ours before anything else. */
import { ensureDependencies } from './setup.mjs';

ensureDependencies();
