/** Lines that this app writes between what shells wrote. */

/**
 * Puts the terminal back to how a shell expects it: the program before may have left in the middle of anything. To go
 * back to the main screen means to go back to where the cursor was saved, which must be where it is if it is there.
 */
const settle =
  // Main screen; no mouse, no brackets around pastes; cursor, keys and colours as usual.
  '\u001b7\u001b[?1049l\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l\u001b[?1004l\u001b[?2004l\u001b[?25h\u001b[!p\u001b[0m';

const faint = (text: string): string => `\u001b[2m${text}\u001b[0m`;

/** @param words in lower case, e.g. “node restarted” */
export function divider(words: string): string {
  return `${settle}\r\n${faint(`— ${words} —`)}\r\n`;
}
