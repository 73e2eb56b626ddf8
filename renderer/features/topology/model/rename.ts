/** Whether one name of a list was replaced by another, as it is with every key while a role is renamed in the text. */
export function findRename(
  before: readonly string[],
  now: readonly string[],
): { readonly from: string; readonly to: string } | null {
  if (before.length !== now.length) return null;
  const changed = before.flatMap((from, index) => {
    const to = now[index];
    return to === undefined || from === to ? [] : [{ from, to }];
  });
  const [only] = changed;
  if (changed.length !== 1 || only === undefined) return null;
  return before.includes(only.to) || now.includes(only.from) ? null : only;
}
