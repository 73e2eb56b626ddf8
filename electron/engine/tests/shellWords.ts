/** A word for a POSIX shell, taken literally. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
