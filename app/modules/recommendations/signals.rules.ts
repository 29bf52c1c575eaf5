import { countCoPurchases, personBaskets } from "./co-purchase.rules.ts";
import { findNeighbours, type Neighbours } from "./neighbours.rules.ts";
import { type Popularity, popularityAt } from "./popularity.rules.ts";
import { itemsOf, ordersBefore, ordersOf, type PurchaseHistory } from "./purchase-history.rules.ts";

/** All that a shop's history says at a moment, before it is weighed. */
export interface Signals {
  readonly history: PurchaseHistory;
  /** orders that were known */
  readonly upTo: number;
  /** milliseconds */
  readonly at: number;
  readonly neighbours: Neighbours;
  readonly popularity: Popularity;
  /** log of the chance that who bought a product buys it again in a later order */
  readonly logRepeat: Float32Array;
}

/** In persons: how much evidence a companion needs. Between 100 and 300 results hardly differ. */
export const RIDGE = 150;
/** A product's own repeat rate counts fully only with many more chances than these. */
const PRIOR_CHANCES = 5;

interface Repeats {
  chances: Float32Array;
  again: Float32Array;
}

const oneMore = (column: Float32Array, item: number) => {
  column[item] = (column[item] ?? 0) + 1;
};

/** Every later order of a person is one chance to buy again what they bought before. */
function countRepeats(history: PurchaseHistory, orders: Int32Array, sum: Repeats): void {
  const seen = new Set<number>();
  for (const order of orders) {
    const items = itemsOf(history, order);
    for (const item of seen) oneMore(sum.chances, item);
    for (const item of items) if (seen.has(item)) oneMore(sum.again, item);
    for (const item of items) seen.add(item);
  }
}

/** Log of how often each product was bought again, of the orders in which it could have been. */
function repeatRates(history: PurchaseHistory, upTo: number): Float32Array {
  const products = history.products.length;
  const sum = { chances: new Float32Array(products), again: new Float32Array(products) };
  for (let person = 0; person < history.personStart.length - 1; person++) {
    countRepeats(history, ordersOf(history, person, upTo), sum);
  }
  const total = (column: Float32Array) => column.reduce((all, value) => all + value, 0);
  const mean = (total(sum.again) + 1) / (total(sum.chances) + PRIOR_CHANCES * 10);
  return sum.again.map((n, item) =>
    Math.log((n + mean * PRIOR_CHANCES) / ((sum.chances[item] ?? 0) + PRIOR_CHANCES)),
  );
}

/** Reads the signals out of the orders before `at`, in milliseconds. */
export function readSignals(history: PurchaseHistory, at: number): Signals {
  const upTo = ordersBefore(history, at);
  const baskets = personBaskets(history, upTo);
  return {
    history,
    upTo,
    at,
    neighbours: findNeighbours(baskets, countCoPurchases(baskets), RIDGE),
    popularity: popularityAt(history, upTo, at),
    logRepeat: repeatRates(history, upTo),
  };
}
