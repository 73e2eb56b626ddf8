/** Looks for lines in what a program writes, however its bytes are cut. */

export interface TextWatch {
  add(bytes: Uint8Array): void;
  /** Whether each of the lines stood in the text, one of them at least being asked for. */
  hasAll(lines: readonly string[]): boolean;
}

/** How much of the end of the text is kept, in UTF-16 units: many screens. */
const kept = 64 * 1024;

export function createTextWatch(): TextWatch {
  const decoder = new TextDecoder();
  let text = '';
  return {
    add(bytes) {
      text = (text + decoder.decode(bytes, { stream: true })).slice(-kept);
    },
    hasAll: (lines) => lines.length > 0 && lines.every((line) => text.includes(line)),
  };
}
