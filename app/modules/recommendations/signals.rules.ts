import type { Baskets } from "./people.rules.ts";
import { countCoPurchases, fittedBaskets, personBaskets } from "./co-purchase.rules.ts";
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

/** In persons: how much evidence a companion needs. Between 100 and 300 results hardly differ. */
export const RIDGE = 150;
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
    repeats: countAllRepeats(history, upTo),
    baskets: fittedBaskets(baskets),
  };
}
