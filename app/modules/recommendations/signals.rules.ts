import type { Baskets } from "./people.rules.ts";
import {
  countCoPurchases,
  fittedBaskets,
  type PersonBaskets,
  personBaskets,
} from "./co-purchase.rules.ts";
import { findNeighbours, type Neighbours } from "./neighbours.rules.ts";
import { type Popularity, popularityAt } from "./popularity.rules.ts";
import { ordersBefore, type PurchaseHistory } from "./purchase-history.rules.ts";
import { countAllRepeats, type Repeats } from "./repeats.rules.ts";

/** All that a shop's history says at a moment, before it is weighed. */
export interface Signals {
  readonly history: PurchaseHistory;
  /** orders that were known */
  readonly upTo: number;
  /** milliseconds */
  readonly at: number;
  readonly baskets: Baskets;
  readonly neighbours: Neighbours;
  readonly popularity: Popularity;
  readonly repeats: Repeats;
}

/**
 * How much evidence a companion needs, in persons: so many times what a product of the shop has on average. A number
 * that was right for a shop of best sellers would leave nothing but best sellers where people buy little.
 */
const RIDGE_PER_BUYER = 1.5;

function ridgeFor({ personItems, productStart }: PersonBaskets): number {
  const sold = productStart.filter((start, n) => n > 0 && start > (productStart[n - 1] ?? 0));
  return 1 + (RIDGE_PER_BUYER * personItems.length) / Math.max(1, sold.length);
}

/** Reads the signals out of the orders before `at`, in milliseconds. */
export function readSignals(history: PurchaseHistory, at: number): Signals {
  const upTo = ordersBefore(history, at);
  const baskets = personBaskets(history, upTo);
  return {
    history,
    upTo,
    at,
    neighbours: findNeighbours(baskets, countCoPurchases(baskets), ridgeFor(baskets)),
    popularity: popularityAt(history, upTo, at),
    repeats: countAllRepeats(history, upTo),
    baskets: fittedBaskets(baskets),
  };
}
