import {
  BEST_SELLERS,
  BEST_WINDOW,
  bestSellers,
  type Popularity,
  sellsBetter,
} from "./popularity.rules.ts";

type Counts = Popularity["counts"];

/** So many are found at a time; when fewer than are asked for are left of them, they are found anew. */
const AHEAD = 2 * BEST_SELLERS;

/** The best sellers while counts change: of a hundred thousand products only those near the top are looked at. */
export class LiveBestSellers {
  /** all who sell better than the last of those that were found did then, and some who no longer do */
  readonly #ahead = new Set<number>();
  /** null: nobody is left out */
  #last: { recent: number; ever: number; item: number } | null = null;
  #best: Int32Array | null = null;

  constructor(counts: Counts) {
    this.#find(counts);
  }

  /** To be told of every product whose counts change. */
  note(counts: Counts, item: number): void {
    this.#best = null;
    if (this.#isAhead(counts, item)) this.#ahead.add(item);
  }

  /** Best first. */
  list(counts: Counts): Int32Array {
    if (this.#best) return this.#best;
    const some = this.#stillAhead(counts);
    const suffice =
      this.#last === null || (some.length >= BEST_SELLERS && some.length <= 2 * AHEAD);
    if (!suffice) this.#find(counts);
    const ahead = suffice ? some : this.#stillAhead(counts);
    ahead.sort((a, b) => sellsBetter(counts, a, b));
    return (this.#best = Int32Array.from(ahead.slice(0, BEST_SELLERS)));
  }

  #stillAhead(counts: Counts): number[] {
    return [...this.#ahead].filter(
      (item) => (counts.at(-1)?.[item] ?? 0) > 0 && this.#isAhead(counts, item),
    );
  }

  #isAhead(counts: Counts, item: number): boolean {
    const last = this.#last;
    if (last === null) return true;
    const [recent, ever] = [counts[BEST_WINDOW]?.[item] ?? 0, counts.at(-1)?.[item] ?? 0];
    if (recent !== last.recent) return recent > last.recent;
    return ever === last.ever ? item <= last.item : ever > last.ever;
  }

  #find(counts: Counts): void {
    const found = bestSellers(counts, AHEAD);
    const item = found[AHEAD - 1];
    this.#last =
      item === undefined
        ? null
        : { recent: counts[BEST_WINDOW]?.[item] ?? 0, ever: counts.at(-1)?.[item] ?? 0, item };
    this.#ahead.clear();
    for (const one of found) this.#ahead.add(one);
  }
}
