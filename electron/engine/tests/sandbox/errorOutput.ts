/**
 * What a dying interpreter says, for people. Node repeats the line of source that threw, and the interpreter's programs
 * are a few lines of a megabyte each: such a line says nothing, and pushes away what does.
 */
import { StringDecoder } from 'node:string_decoder';

/** Characters of a line; no message is longer. */
const lineLimit = 400;
/** Lines that are kept, the first and the last ones: the message comes first, the reason at times last. */
const headLines = 30;
const tailLines = 10;

export interface ErrorOutput {
  add(bytes: Buffer): void;
  /** All so far. */
  text(): string;
}

export function createErrorOutput(): ErrorOutput {
  const decoder = new StringDecoder('utf8');
  const head: string[] = [];
  const tail: string[] = [];
  let dropped = 0;
  /** The line that has not ended, as far as it is short enough to be kept, and its whole length. */
  let line = '';
  let length = 0;

  function endLine(): void {
    const isSource = length > lineLimit;
    const isMark = /^\s*\^+\s*$/.test(line);
    if (!isSource && !isMark) keep(line);
    line = '';
    length = 0;
  }

  function keep(text: string): void {
    if (head.length < headLines) head.push(text);
    else if (tail.push(text) > tailLines) {
      tail.shift();
      dropped += 1;
    }
  }

  function write(text: string): void {
    line += text.slice(0, lineLimit - Math.min(length, lineLimit));
    length += text.length;
  }

  return {
    add(bytes) {
      const [first = '', ...more] = decoder.write(bytes).split('\n');
      write(first);
      for (const piece of more) {
        endLine();
        write(piece);
      }
    },
    text() {
      const gap = dropped === 0 ? [] : [`… ${dropped} lines …`];
      const last = length > lineLimit ? [] : [line];
      return [...head, ...gap, ...tail, ...last].join('\n').trim();
    },
  };
}
