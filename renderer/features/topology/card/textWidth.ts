/**
 * How wide words are in the interface's font, roughly: cards are laid out before they are drawn, and in places where
 * nothing is drawn at all. A few per cent too wide, so that what was found to fit does.
 */

const narrow = /[ijl.,:;'|!()[\] ]/;
const wide = /[mwMW@—…]/;
const large = /[A-Z0-9&#%+=<>~_]/;

/** @param size of the font in pixels @returns pixels */
export function textWidth(text: string, size: number): number {
  let ems = 0;
  for (const letter of text) {
    if (narrow.test(letter)) ems += 0.31;
    else if (wide.test(letter)) ems += 0.9;
    else if (large.test(letter)) ems += 0.68;
    else ems += letter.charCodeAt(0) > 0x2e80 ? 1.05 : 0.59;
  }
  return Math.ceil(ems * size);
}

/** The text, or as much of its beginning as fits with a sign that there is more. */
export function fitText(text: string, size: number, width: number): string {
  if (textWidth(text, size) <= width) return text;
  const letters = [...text];
  while (letters.length > 0 && textWidth(`${letters.join('')}…`, size) > width) letters.pop();
  return `${letters.join('')}…`;
}
