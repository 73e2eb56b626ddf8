/** What a page may ask of the machine: the clipboard, for terminals. Nothing else is granted. */
import type { Session } from 'electron';
import { isOwnAddress } from './appAddress.ts';

const granted: ReadonlySet<string> = new Set(['clipboard-read', 'clipboard-sanitized-write']);

export function setupPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(granted.has(permission) && details.isMainFrame && isOwnAddress(details.requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin, details) =>
      granted.has(permission) && details.isMainFrame && isOwnAddress(origin),
  );
  session.setDevicePermissionHandler(() => false);
}
