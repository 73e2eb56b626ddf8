/** Loading a page although the networks of this machine come and go. */

/**
 * What Chromium says of all that it was about to load when a network interface comes or goes, as Docker's do with every
 * start. The page itself tries again (see loading.spec.ts), but who asked for the page must.
 */
export const networkChanged = 'net::ERR_NETWORK_CHANGED';

/** @param go goes to an address, or loads it once more */
export async function load(go: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await go();
      return;
    } catch (error) {
      if (attempt === 5 || !String(error).includes(networkChanged)) throw error;
    }
  }
}
