/**
 * Runs `work` for every item, at most `limit` at a time. After a failure no further item is begun; what is under way
 * is waited for, then the first failure is thrown: nothing goes on behind the caller's back.
 */
export async function forEachConcurrently<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  let failure: { readonly thrown: unknown } | undefined;
  async function runner(): Promise<void> {
    for (const item of waiting) {
      try {
        await work(item);
      } catch (thrown) {
        failure ??= { thrown };
      }
      if (failure !== undefined) return;
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, runner));
  if (failure !== undefined) throw failure.thrown;
}
