import { itemsOf, ordersBefore, type PurchaseHistory } from "./purchase-history.rules.ts";
import { DAY_MS } from "#app/shared/duration.ts";

/** How products sell at a moment; one number per product in each column, one column per window. */
export interface Popularity {
  /** orders that held the product: last 7, 14, 30, 60 days, ever */
  readonly counts: readonly Float32Array[];
  /** all orders of each window */
  readonly orders: readonly number[];
  /** when it was first and last sold, in milliseconds; infinite where never */
  readonly firstAt: Float64Array;
  readonly lastAt: Float64Array;
  /** the best sellers of the last 60 days, best first */
  readonly best: Int32Array;
}

export const WINDOWS_DAYS = [7, 14, 30, 60, Infinity] as const;
export const BEST_WINDOW = 3;
const MOST_IDLE_DAYS = 60;
const MOST_AGE_DAYS = 120;
export const BEST_SELLERS = 300;
/** A product that was not sold in a window is rare, not impossible. */
const UNSEEN = 0.3;

/** Log of the share of orders: a busy week must not make every product look likelier. */
export function logRate(count: number, orders: number): number {
  return Math.log((count + UNSEEN) / (orders + 1));
}

/** Days since it was last sold, at most 60. */
export function idleDays({ lastAt }: Popularity, item: number, at: number): number {
  return Math.min(MOST_IDLE_DAYS, (at - (lastAt[item] ?? -Infinity)) / DAY_MS);
}

/** Days since it was first sold, at most 120. */
export function ageDays({ firstAt }: Popularity, item: number, at: number): number {
  const days = (at - (firstAt[item] ?? Infinity)) / DAY_MS;
  return Math.max(0, Math.min(MOST_AGE_DAYS, days));
}

/** Where the window of so many days before `at` starts among the first `upTo` orders. */
export function windowStart(
  history: PurchaseHistory,
  { days, at, upTo }: { days: number; at: number; upTo: number },
): number {
  return days === Infinity ? 0 : Math.min(upTo, ordersBefore(history, at - days * DAY_MS));
}

function countSince(history: PurchaseHistory, from: number, upTo: number): Float32Array {
  const counts = new Float32Array(history.products.length);
  const end = history.orderStart[upTo] ?? 0;
  for (let n = history.orderStart[from] ?? 0; n < end; n++) {
    const item = history.orderItems[n] ?? 0;
    counts[item] = (counts[item] ?? 0) + 1;
  }
  return counts;
}

/** The count that `wanted` of the items reach or exceed, without sorting them. */
function leastOfBest(counts: Float32Array, items: Int32Array, wanted: number): number {
  let most = 0;
  for (const item of items) most = Math.max(most, counts[item] ?? 0);
  const having = new Int32Array(most + 1);
  for (const item of items) {
    const count = counts[item] ?? 0;
    having[count] = (having[count] ?? 0) + 1;
  }
  let reached = having[most] ?? 0;
  while (most > 0 && reached < wanted) reached += having[--most] ?? 0;
  return most;
}

function soldItems(ever: Float32Array): Int32Array {
  const sold = new Int32Array(ever.length);
  let count = 0;
  for (let item = 0; item < ever.length; item++) if ((ever[item] ?? 0) > 0) sold[count++] = item;
  return sold.subarray(0, count);
}

/** Which of two sells better: lately, then ever; ties go by number, so that answers repeat. */
export function sellsBetter(counts: readonly Float32Array[], a: number, b: number): number {
  const by = (column: Float32Array | undefined) => (column?.[b] ?? 0) - (column?.[a] ?? 0);
  return by(counts[BEST_WINDOW]) || by(counts.at(-1)) || a - b;
}

/** Only those near the top are sorted: a catalogue may have a hundred thousand. */
export function bestSellers(counts: readonly Float32Array[], most = BEST_SELLERS): Int32Array {
  const recent = counts[BEST_WINDOW] ?? new Float32Array();
  const ever = counts.at(-1) ?? recent;
  const sold = soldItems(ever);
  const least = leastOfBest(recent, sold, most);
  const above = sold.filter((item) => (recent[item] ?? 0) > least);
  const even = sold.filter((item) => recent[item] === least);
  const leastEver = leastOfBest(ever, even, most - above.length);
  const chosen = [...above, ...even.filter((item) => (ever[item] ?? 0) >= leastEver)];
  chosen.sort((a, b) => sellsBetter(counts, a, b));
  return Int32Array.from(chosen.slice(0, most));
}

/** First and last sale of every product. */
function salesOf(history: PurchaseHistory, upTo: number) {
  const firstAt = new Float64Array(history.products.length).fill(Infinity);
  const lastAt = new Float64Array(history.products.length).fill(-Infinity);
  for (let order = 0; order < upTo; order++) {
    const at = history.orderAt[order] ?? 0;
    for (const item of itemsOf(history, order)) {
      firstAt[item] = Math.min(firstAt[item] ?? at, at);
      lastAt[item] = at;
    }
  }
  return { firstAt, lastAt };
}

/** What the first `upTo` orders tell at `at`, in milliseconds. */
export function popularityAt(history: PurchaseHistory, upTo: number, at: number): Popularity {
  const starts = WINDOWS_DAYS.map((days) => windowStart(history, { days, at, upTo }));
  const counts = starts.map((from) => countSince(history, from, upTo));
  return {
    counts,
    orders: starts.map((from) => upTo - from),
    ...salesOf(history, upTo),
    best: bestSellers(counts),
  };
}
