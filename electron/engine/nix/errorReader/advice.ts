/** Advice that a message of Nix, or of a Nix library, already carries. */

/** Nix's own “Did you mean …?”, without the question. */
export function suggestions(message: string): string | undefined {
  return /Did you mean (?:one of )?(.+)\?/.exec(message)?.[1];
}

/** What follows the first line and the list of definitions. */
export function advice(message: string): string {
  const lines = message.split('\n').slice(1);
  const start = lines.findLastIndex((line) => line.startsWith('- In `')) + 1;
  return lines.slice(start).join('\n').trim();
}
