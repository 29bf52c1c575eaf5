import { itemsOf, ordersOf, type PurchaseHistory } from "./purchase-history.rules.ts";

/** How often each product could have been bought again by who had bought it, and how often it was. */
export interface Repeats {
  readonly chances: Float32Array;
  readonly again: Float32Array;
  /** over all products */
  readonly total: { chances: number; again: number };
}

/** A product's own repeat rate counts fully only with many more chances than these. */
const PRIOR_CHANCES = 5;

/** Counts one order of a person who had bought `seen`: one more chance, or with `by` -1 one less. */
export function countRepeat(
  repeats: Repeats,
  { seen, items, by }: { seen: ReadonlySet<number>; items: Iterable<number>; by: 1 | -1 },
): void {
  const { chances, again, total } = repeats;
  for (const item of seen) chances[item] = (chances[item] ?? 0) + by;
  total.chances += seen.size * by;
  for (const item of items) {
    if (!seen.has(item)) continue;
    again[item] = (again[item] ?? 0) + by;
    total.again += by;
  }
}

/** Every later order of a person is one chance to buy again what they bought before. */
export function countRepeats(
  repeats: Repeats,
  { history, orders, by }: { history: PurchaseHistory; orders: Int32Array; by: 1 | -1 },
): void {
  const seen = new Set<number>();
  for (const order of orders) {
    const items = itemsOf(history, order);
    countRepeat(repeats, { seen, items, by });
    for (const item of items) seen.add(item);
  }
}

/** The repeats of all persons in the first `upTo` orders. */
export function countAllRepeats(history: PurchaseHistory, upTo: number): Repeats {
  const column = () => new Float32Array(history.products.length);
  const repeats = { chances: column(), again: column(), total: { chances: 0, again: 0 } };
  for (let person = 0; person < history.personStart.length - 1; person++) {
    countRepeats(repeats, { history, orders: ordersOf(history, person, upTo), by: 1 });
  }
  return repeats;
}

/** Log of the chance that who bought a product buys it again in a later order. */
export function logRepeat({ chances, again, total }: Repeats, item: number): number {
  const mean = (total.again + 1) / (total.chances + PRIOR_CHANCES * 10);
  return Math.log(
    ((again[item] ?? 0) + mean * PRIOR_CHANCES) / ((chances[item] ?? 0) + PRIOR_CHANCES),
  );
}
