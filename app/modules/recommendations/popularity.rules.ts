import { itemsOf, ordersBefore, type PurchaseHistory } from "./purchase-history.rules.ts";
import { DAY_MS } from "#app/shared/duration.ts";

/** How a product sells at a moment; one number per product in each column. */
export interface Popularity {
  /** log of the share of orders that held the product: last 7, 14, 30, 60 days, ever */
  readonly logRates: readonly Float32Array[];
  /** days since it was last sold, at most 60 */
  readonly idleDays: Float32Array;
  /** days since it was first sold, at most 120 */
  readonly ageDays: Float32Array;
  /** the best sellers of the last 60 days, best first */
  readonly best: Int32Array;
}

const WINDOWS_DAYS = [7, 14, 30, 60, Infinity] as const;
const BEST_WINDOW = 3;
const MOST_IDLE_DAYS = 60;
const MOST_AGE_DAYS = 120;
const BEST_SELLERS = 300;
/** A product that was not sold in a window is rare, not impossible. */
const UNSEEN = 0.3;

function countSince(history: PurchaseHistory, from: number, upTo: number): Float32Array {
  const counts = new Float32Array(history.products.length);
  const end = history.orderStart[upTo] ?? 0;
  for (let n = history.orderStart[from] ?? 0; n < end; n++) {
    const item = history.orderItems[n] ?? 0;
    counts[item] = (counts[item] ?? 0) + 1;
  }
  return counts;
}

function bestSellers(recent: Float32Array, ever: Float32Array): Int32Array {
  const sold = Int32Array.from(ever.keys()).filter((item) => (ever[item] ?? 0) > 0);
  const by = (counts: Float32Array, a: number, b: number) => (counts[b] ?? 0) - (counts[a] ?? 0);
  return sold.sort((a, b) => by(recent, a, b) || by(ever, a, b) || a - b).slice(0, BEST_SELLERS);
}

/** First and last sale of every product, as days before `at`. */
function salesDays(history: PurchaseHistory, upTo: number, at: number) {
  const products = history.products.length;
  const idleDays = new Float32Array(products).fill(MOST_IDLE_DAYS);
  const ageDays = new Float32Array(products);
  for (let order = 0; order < upTo; order++) {
    const days = (at - (history.orderAt[order] ?? at)) / DAY_MS;
    for (const item of itemsOf(history, order)) {
      idleDays[item] = Math.min(MOST_IDLE_DAYS, days);
      ageDays[item] = Math.max(ageDays[item] ?? 0, Math.min(MOST_AGE_DAYS, days));
    }
  }
  return { idleDays, ageDays };
}

/** What the first `upTo` orders tell at `at`, in milliseconds. */
export function popularityAt(history: PurchaseHistory, upTo: number, at: number): Popularity {
  const counts = WINDOWS_DAYS.map((days) => {
    const from = days === Infinity ? 0 : Math.min(upTo, ordersBefore(history, at - days * DAY_MS));
    return { of: countSince(history, from, upTo), orders: upTo - from };
  });
  const none = new Float32Array(history.products.length);
  return {
    // Shares, not counts: a busy week must not make every product look likelier.
    logRates: counts.map(({ of, orders }) => of.map((n) => Math.log((n + UNSEEN) / (orders + 1)))),
    ...salesDays(history, upTo, at),
    best: bestSellers(counts[BEST_WINDOW]?.of ?? none, counts.at(-1)?.of ?? none),
  };
}
