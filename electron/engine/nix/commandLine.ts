/** A command as the user could type it: every argument quoted for a POSIX shell only where it must be. */
export function showCommand(program: string, commandArguments: readonly string[]): string {
  return [program, ...commandArguments].map(quote).join(' ');
}

/** Characters that no POSIX shell treats specially in the middle of a word; `#` and `~` only matter in front. */
const plainWord = /^[\w./:=@%+,-][\w./:=@%+,#~-]*$/;

function quote(word: string): string {
  return plainWord.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
