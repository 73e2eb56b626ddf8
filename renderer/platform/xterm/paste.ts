/** What is pasted comes from anywhere; a shell does what it says. Pure. */

/** Takes out what no text contains but could command the terminal. Line ends and tabs stay. */
export function cleanPaste(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
  return text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, '');
}

/**
 * How many lines a shell would run at once; 0 when the user need not be asked. A shell that asked for brackets around
 * pastes (`isBracketed`) waits for Enter.
 */
export function linesRunByPaste(text: string, isBracketed: boolean): number {
  if (isBracketed) return 0;
  const lines = cleanPaste(text).replace(/\n$/, '').split('\n');
  return lines.length > 1 ? lines.length : 0;
}
