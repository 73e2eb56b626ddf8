/** A name for a snapshot that was given none, by the clock on the wall: `2026-11-21_14.05.09`. */
export function nameOfMoment(moment: Date): string {
  const [year, month, day, hours, minutes, seconds] = [
    moment.getFullYear(),
    moment.getMonth() + 1,
    moment.getDate(),
    moment.getHours(),
    moment.getMinutes(),
    moment.getSeconds(),
  ].map((part) => String(part).padStart(2, '0'));
  return `${year}-${month}-${day}_${hours}.${minutes}.${seconds}`;
}
