/** The address of the window's own page. */
import { projectFragment } from '#shared/hosting.ts';

export const appScheme = 'app';
const appHost = 'nxc';

/** @param project absolute path of the project to open */
export function pageAddress(project: string | null): string {
  return `${appScheme}://${appHost}/${projectFragment(project)}`;
}

/** Whether an address is one of our own pages or files. */
export function isOwnAddress(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.protocol === `${appScheme}:` && url.host === appHost;
}
