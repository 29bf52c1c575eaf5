const turns = new Map<string, Promise<void>>();

/**
 * Lets claims of one shop in this process wait for each other here: the database has them wait, too, but
 * each with a connection in its hands, and a shop with many numbers could hold them all.
 */
export async function inTurn<T>(shopId: string, claim: () => Promise<T>): Promise<T> {
  const before = turns.get(shopId) ?? Promise.resolve();
  const claimed = before.then(claim);
  const over = claimed.then(
    () => undefined,
    () => undefined,
  );
  turns.set(shopId, over);
  try {
    return await claimed;
  } finally {
    if (turns.get(shopId) === over) turns.delete(shopId);
  }
}
