/** Words that every door uses in the same way. */

/** How long ago something was: `just now`, `5 min ago`, `3 h ago`, `2 days ago`. */
export function ago(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ago`;
  return `${Math.floor(hours / 24)} days ago`;
}

/** `1 node`, `3 nodes`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** What something takes or has: `0 MiB`, `413 KiB`, `96 MiB`, `1.4 GiB`. */
export function bytes(number: number): string {
  if (number >= 1024 ** 3) return `${(number / 1024 ** 3).toFixed(1)} GiB`;
  if (number > 0 && number < 1024 ** 2) return `${Math.ceil(number / 1024)} KiB`;
  return `${Math.round(number / 1024 ** 2)} MiB`;
}
