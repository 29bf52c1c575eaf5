interface Work<T, R> {
  /** The whole of what is given, or none of it. */
  together(items: T[]): Promise<R[]>;
  /** Before a part that failed is halved; what it throws ends everything. */
  onFailure(items: T[], error: unknown): Promise<void> | void;
  /** For the one item that fails even alone. */
  alone(item: T, error: unknown): Promise<R> | R;
}

/**
 * One bad item must not hold up its neighbours: what fails together is halved until the bad one stands
 * alone. The results come in the order of the items.
 */
export async function inHalves<T, R>(items: T[], work: Work<T, R>): Promise<R[]> {
  const [only, ...others] = items;
  if (only === undefined) return [];
  try {
    return await work.together(items);
  } catch (error) {
    await work.onFailure(items, error);
    if (others.length === 0) return [await work.alone(only, error)];
  }
  const half = Math.ceil(items.length / 2);
  const first = await inHalves(items.slice(0, half), work);
  return [...first, ...(await inHalves(items.slice(half), work))];
}
