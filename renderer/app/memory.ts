/**
 * What this window remembers of each project between runs: the layout, the chosen flavour, open folders. It is
 * convenience only: what is unreadable or of another shape is forgotten.
 */

const prefix = 'nxc';

/** @param name what is remembered, e.g. `layout` @param project the project's directory, or empty for the app */
export function remember(name: string, project: string, value: unknown): void {
  try {
    localStorage.setItem(keyOf(name, project), JSON.stringify(value));
  } catch {
    // The browser's storage is full or closed: the window works without.
  }
}

export function recall<Value>(
  name: string,
  project: string,
  isValue: (value: unknown) => value is Value,
): Value | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(keyOf(name, project)) ?? 'null');
    return isValue(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

export function forget(name: string, project: string): void {
  try {
    localStorage.removeItem(keyOf(name, project));
  } catch {
    // As above.
  }
}

const keyOf = (name: string, project: string): string => `${prefix}.${name}:${project}`;
