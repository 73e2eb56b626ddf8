/** How long changes take to be drawn, as the page's tokens say. */

/** Milliseconds; 0 when the user wants no motion. */
export function motionDuration(): number {
  const text = getComputedStyle(document.documentElement).getPropertyValue('--motion').trim();
  const value = Number.parseFloat(text);
  if (!Number.isFinite(value)) return 0;
  return text.endsWith('ms') ? value : value * 1000;
}

/** Quick at first, slow at the end. @param share from 0 to 1 */
export function easeOut(share: number): number {
  return 1 - (1 - share) ** 3;
}
