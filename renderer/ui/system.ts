/** What kind of keyboard this is. */
export const isMac = /Mac|iPhone|iPad/.test(globalThis.navigator?.platform ?? '');
