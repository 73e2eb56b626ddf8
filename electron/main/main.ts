/** Entry of the desktop app. */
import { shellFiles, startShell } from './startShell.ts';

void startShell(shellFiles());
