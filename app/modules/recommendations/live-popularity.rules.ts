import { DAY_MS } from "#app/shared/duration.ts";
import { widened } from "./growing.rules.ts";
import type { LiveHistory } from "./live-history.rules.ts";
import { LiveBestSellers } from "./live-best-sellers.rules.ts";
import { type Popularity, WINDOWS_DAYS, windowStart } from "./popularity.rules.ts";
import { itemsOf } from "./purchase-history.rules.ts";

/** How products sell, with windows that move on: what falls out of one is taken off its counts. */
export class LivePopularity implements Popularity {
  counts: Float32Array[];
  orders: number[];
  firstAt: Float64Array;
  lastAt: Float64Array;
  readonly #best: LiveBestSellers;
  readonly #history: LiveHistory;
  #at: number;

  constructor(fitted: Popularity, history: LiveHistory, at: number) {
    this.counts = fitted.counts.map((column) => column.slice());
    this.orders = [...fitted.orders];
    this.firstAt = fitted.firstAt.slice();
    this.lastAt = fitted.lastAt.slice();
    this.#best = new LiveBestSellers(this.counts);
    this.#history = history;
    this.#at = at;
  }

  get best(): Int32Array {
    return this.#best.list(this.counts);
  }

  makeRoom(products: number): void {
    const room = { length: products };
    this.counts = this.counts.map((column) => widened(Float32Array, column, room));
    this.firstAt = widened(Float64Array, this.firstAt, { ...room, empty: Infinity });
    this.lastAt = widened(Float64Array, this.lastAt, { ...room, empty: -Infinity });
  }

  moveTo(at: number): void {
    const upTo = this.#history.orderAt.length;
    for (const [n, days] of WINDOWS_DAYS.entries()) {
      const from = upTo - (this.orders[n] ?? 0);
      const to = windowStart(this.#history, { days, at, upTo });
      for (let order = from; order < to; order++)
        this.#countIn(n, itemsOf(this.#history, order), -1);
      this.orders[n] = upTo - to;
    }
    this.#at = at;
  }

  /** Counts the order at this place of the history. */
  add(order: number): void {
    const at = this.#history.orderAt[order] ?? 0;
    const items = itemsOf(this.#history, order);
    this.#count(items, at, 1);
    for (const item of items) {
      this.firstAt[item] = Math.min(this.firstAt[item] ?? at, at);
      this.lastAt[item] = Math.max(this.lastAt[item] ?? at, at);
    }
  }

  /** Takes off an order that the history no longer holds. */
  remove(items: Int32Array, at: number): void {
    this.#count(items, at, -1);
    for (const item of items) {
      if (this.firstAt[item] !== at && this.lastAt[item] !== at) continue;
      this.firstAt[item] = Infinity;
      this.lastAt[item] = -Infinity;
    }
    const gone = new Set(items.filter((item) => this.firstAt[item] === Infinity));
    for (let order = 0; gone.size > 0 && order < this.#history.orderAt.length; order++) {
      const soldAt = this.#history.orderAt[order] ?? 0;
      for (const item of itemsOf(this.#history, order)) {
        if (!gone.has(item)) continue;
        this.firstAt[item] = Math.min(this.firstAt[item] ?? soldAt, soldAt);
        this.lastAt[item] = soldAt;
      }
    }
  }

  #count(items: Int32Array, at: number, by: 1 | -1): void {
    for (const [n, days] of WINDOWS_DAYS.entries()) {
      if (at < this.#at - days * DAY_MS) continue;
      this.#countIn(n, items, by);
      this.orders[n] = (this.orders[n] ?? 0) + by;
    }
  }

  #countIn(window: number, items: Int32Array, by: 1 | -1): void {
    const counts = this.counts[window] ?? new Float32Array();
    for (const item of items) {
      counts[item] = (counts[item] ?? 0) + by;
      this.#best.note(this.counts, item);
    }
  }
}
