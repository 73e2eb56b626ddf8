/** What happens when the main process meets an error that nobody foresaw. */
import { app, dialog } from 'electron';
import type { ErrorLog } from '#engine/platform/errorLog.ts';

/**
 * Watches for such errors. From then on nothing can be relied on any more: the user is told, and the app ends. Nodes
 * are elsewhere and go on. Returns how to end like that.
 */
export function setupCrashes(log: ErrorLog): (error: unknown) => void {
  function crash(error: unknown): void {
    const { message, details } = log.describe(error);
    const entry =
      details.logId === undefined ? '' : `Please report this with entry ${details.logId} of ${log.file}.`;
    dialog.showErrorBox(
      'NXC Desktop has to close',
      `${message}\n\nNodes that run are not touched; start the app again to see them. ${entry}`,
    );
    app.exit(1);
  }
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', (reason) => {
    console.error('A failure was not handled:', log.describe(reason));
  });
  return crash;
}
