import { stripVTControlCharacters } from 'node:util';

/** Text without colours and other terminal control sequences. */
export function stripAnsi(text: string): string {
  return stripVTControlCharacters(text);
}
