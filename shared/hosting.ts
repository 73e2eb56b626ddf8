/** What a page and whoever serves it agree on, besides the contract. */

/** Where the browser host takes the contract's WebSocket, on the page's own origin. */
export const enginePath = '/engine';

/** In Electron the page asks its preload for a message port, and the preload hands one over. */
export const portMessages = { wanted: 'nxc:engine-port-wanted', handedOver: 'nxc:engine-port' } as const;

/** Names the absolute path of the project to open, in the fragment of the page's address: `#project=/path`. */
export const projectParameter = 'project';

/** The fragment of an address that opens a project, or nothing. */
export function projectFragment(directory: string | null): string {
  if (directory === null) return '';
  // Percent-encoded throughout: a plus would only be a space to those who read it as a form.
  return `#${projectParameter}=${encodeURIComponent(directory)}`;
}
